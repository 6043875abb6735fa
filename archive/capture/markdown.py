"""Markdown among other texts: clippings with front matter, and pages whose first line is a heading.

What the front matter says is read by `archive.parse.markdown`.
"""

from __future__ import annotations

import re

MARKDOWN_TYPE = "text/plain; syntax=markdown"

_MARK = rb"(?:\xef\xbb\xbf)?\s*"
_FRONT = re.compile(
    _MARK + rb"---[ \t]*\r?\n((?:(?!---[ \t]*\r?$)[^\n]{0,4000}\n){1,100})---[ \t]*\r?$", re.MULTILINE
)
_KEYS = re.compile(
    rb"^(title|source|url|link|authors?|published|date|tags|created|description)[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
_HEADING = re.compile(_MARK + rb"# [^\s#][^\r\n]{0,1000}\r?\n[ \t]*\r?\n")
_FEWEST_KEYS, _PEEK = 2, 65_536


def type_of_markdown(content: bytes) -> str | None:
    """Gives the media type of Markdown, which begins with front matter of an article, or a heading above an empty line.

    >>> type_of_markdown(b"---\\ntitle: Pluie\\nsource: https://lefil.example/a\\n---\\nIl a plu.")
    'text/plain; syntax=markdown'
    """
    front = _FRONT.match(content, 0, _PEEK)
    if front:
        return MARKDOWN_TYPE if len(set(_KEYS.findall(front[1]))) >= _FEWEST_KEYS else None
    return MARKDOWN_TYPE if _HEADING.match(content, 0, _PEEK) else None
