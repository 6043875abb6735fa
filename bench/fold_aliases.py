"""Makes archive/names/folded.tsv anew, after a change of the tables of spellings or of how words are folded.

python bench/fold_aliases.py
"""

from __future__ import annotations

from archive.names.data import HERE
from archive.names.tables import FOLDED, folded_lines

if __name__ == "__main__":
    (HERE / FOLDED).write_text(folded_lines(), encoding="utf-8", newline="\n")
