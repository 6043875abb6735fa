"""Which charset bytes are in that are not UTF-8: the one in which their letters are those of a language."""

from __future__ import annotations

import codecs
import re

from archive.parse.letters import plausibility

CHARSETS = {
    "cp1252": ("windows-1252", 0.0),
    "iso8859-15": ("ISO-8859-15", -1.0),
    "cp1256": ("windows-1256", -1.0),
    "iso8859-6": ("ISO-8859-6", -2.0),
    "cp1254": ("windows-1254", -2.0),
    "cp1251": ("windows-1251", -3.0),
    "cp1253": ("windows-1253", -3.0),
    "cp1255": ("windows-1255", -3.0),
    "cp1250": ("windows-1250", -4.0),
    "koi8-r": ("KOI8-R", -4.0),
    "iso8859-2": ("ISO-8859-2", -5.0),
    "cp932": ("Shift_JIS", -5.0),
    "euc_jp": ("EUC-JP", -5.0),
    "gb18030": ("GB18030", -6.0),
    "big5": ("Big5", -6.0),
    "cp949": ("EUC-KR", -6.0),
    "mac_roman": ("macintosh", -6.0),
}
"""Name and prior (logarithm of how usual it is in captures) of the charsets that are tried."""

WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-8": "cp1255",
}
"""The charset that holds all of another and is meant by its name, as in browsers."""

_DECLARED_BONUS, _DETECTED_BONUS = 10.0, 2.0
_FLOOR, _WIDE_FLOOR = -5.5, -7.3  # a sign: random bytes stay below, press text lies far above
_SLACK = 12.0  # one odd sign alone condemns no text
_CHINESE_OR_KOREAN = frozenset({"gb18030", "big5", "cp949"})
_WIDE = _CHINESE_OR_KOREAN | {"cp932", "euc_jp"}
_SAMPLE = 100_000
_KANA = re.compile("[\u3041-\u30fa]")
_NOT_FOR_TEXT = re.compile(r"utf.?(7|16|32)|.*escape|punycode|idna|undefined|charmap|mbcs|oem")


def best_reading(content: bytes, declared: str | None = None) -> tuple[str, str, str] | None:
    """Gives text, charset and reason of the most plausible strict decoding, or None where none is plausible.

    A declared charset counts for much, but long contrary evidence outweighs it: over Arabic in windows-1256
    "ISO-8859-1" is often declared. The guess of `cchardet` counts for a little.
    """
    codec = _codec(declared)
    if codec and codec not in CHARSETS and (text := _decoded(content, codec)) is not None:
        return text, codecs.lookup(codec).name, "as declared"
    bonus = {_detected(content): _DETECTED_BONUS} | {codec: _DECLARED_BONUS}
    fits = [
        (fit.score + prior + bonus.get(charset, 0.0), -place, charset, text, fit)
        for place, (charset, (_, prior)) in enumerate(CHARSETS.items())
        if (text := _decoded(content, charset)) is not None
        for fit in [plausibility(text)]
    ]
    if not fits:
        return None
    _, _, charset, text, fit = max(fits, key=lambda entry: entry[:2])
    wide = charset in _WIDE
    if fit.score < (_WIDE_FLOOR if wide else _FLOOR) * fit.signs - _SLACK or (not wide and is_mixed(content)):
        return None
    name = CHARSETS[charset][0]
    return text, name, _reason(name, fit.alphabet, declared, believed=charset == codec)


def is_mixed(content: bytes, share: float = 0.1) -> bool:
    """Says whether whole UTF-8 characters stand in other bytes, more than `share` for each broken one."""
    kept = content.decode("utf-8", "ignore")
    whole, broken = sum(sign > "\x7f" for sign in kept), len(content) - len(kept.encode())
    return whole > 2 and whole > share * broken


def _reason(name: str, alphabet: str, declared: str | None, believed: bool) -> str:
    if believed:
        return "as declared" if declared and declared.lower() == name.lower() else f"as declared: {declared}"
    doubt = f", though {declared} is declared" if declared else ""
    return f"detected: {alphabet} letters and marks in {name}{doubt}"


def _decoded(content: bytes, codec: str) -> str | None:
    try:
        text = content.decode(codec)
    except (UnicodeDecodeError, LookupError):  # "rot13" is a codec, but not of texts
        return None
    return None if codec in _CHINESE_OR_KOREAN and _KANA.search(text) else text


def _codec(label: str | None) -> str | None:
    """Gives Python's name of a charset of texts, the wider one where browsers read that; None otherwise."""
    try:
        name = codecs.lookup((label or "").strip()).name
    except (LookupError, ValueError):
        return None
    return None if _NOT_FOR_TEXT.match(name) or name == "utf-8" else WIDER.get(name, name)


def _detected(content: bytes) -> str | None:
    import cchardet

    return _codec(cchardet.detect(content[:_SAMPLE])["encoding"])
