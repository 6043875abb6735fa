"""Measures what reading saved pages costs beside trafilatura alone, on the same pages in the same run.

    ARCHIVE_SHARED=... python bench/pages.py [--rounds 3]

Every page is read once before the clock runs. The best round of each counts; the last line is the ratio.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

PAGES = Path(os.environ.get("ARCHIVE_SHARED", ".")) / "eval" / "extraction" / "files"


def alone(content: bytes) -> object:
    """Reads a page with trafilatura alone, text only."""
    from trafilatura import extract

    return extract(content, favor_precision=True)


def ours(content: bytes) -> object:
    """Reads a page into a clipping."""
    from archive.documents import Capture
    from archive.parse import parse

    return parse(Capture(content, "page", media_type="text/html"))


def seconds(read: Callable[[bytes], object], pages: list[bytes]) -> float:
    """Gives the CPU seconds of one round over all pages."""
    before = time.process_time()
    for page in pages:
        read(page)
    return time.process_time() - before


def main() -> None:
    """Prints milliseconds a page and the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    pages = [path.read_bytes() for path in sorted(PAGES.glob("*.html"))]
    best: dict[str, float] = {}
    for number in range(rounds + 1):
        for name, read in (("trafilatura alone", alone), ("archive", ours)):
            took = seconds(read, pages)
            if number:
                best[name] = min(took, best.get(name, took))
    for name, took in best.items():
        print(f"{name:18} {1000 * took / len(pages):6.1f} ms a page")
    print(f"ratio {best['archive'] / best['trafilatura alone']:.2f}")


if __name__ == "__main__":
    main()
