"""Addresses of pages: one form that opens, and one key under which all addresses of a page meet.

    canonical   what is kept: RFC 3986, no fragment, no tracking, no session; unwrapped from caches and redirectors
    page_key    what is compared: alike for AMP, mobile and print pages, http and https, `www.`, a final slash

A key is never opened: what it leaves out may matter to the server, and never to which article a page holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote, unquote, urlsplit

PORTS = {"http": 80, "https": 443}

TRACKING = frozenset(
    "fbclid gclid gbraid wbraid dclid msclkid yclid twclid ttclid igshid igsh srsltid _ga _gl mc_cid mc_eid mkt_tok"
    " _hsenc _hsmi vero_id oly_enc_id oly_anon_id wickedid xtor ocid cmpid cmp cid_source icid intcid ncid s_cid ftag"
    " smid smtyp spm scm sr_share ref_src ref_url __twitter_impression guccounter guce_referrer guce_referrer_sig"
    " fb_action_ids fb_action_types fb_source fb_ref trk trkcampaign s_kwcid ef_id wt.mc_id sref echobox"
    " phpsessid jsessionid sessionid session_id cfid cftoken".split()
)
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "piwik_", "hsa_", "at_", "ns_", "aspsession")
"""What campaigns, networks and sessions add to a query, by lower-case name; no page is told by it."""

_YES = frozenset({"", "1", "true", "yes", "on"})
VARIANTS: dict[str, frozenset[str] | None] = {
    **dict.fromkeys(("amp", "_amp", "ampmode", "amp_js_v", "amp_gsa", "amp_markup", "usqp"), None),
    **dict.fromkeys(("m", "mobile", "mob", "print", "printable", "printpage", "imprimir", "imprimer"), _YES),
    **dict.fromkeys(
        ("output", "outputtype", "view", "format", "mode"), frozenset({"amp", "print", "mobile"})
    ),
    "tmpl": frozenset({"component"}),  # the print page of Joomla
}
"""Parameters that ask for another dress of the same page, with the values by which they do; None for any."""
REFERRERS = frozenset("ref referrer referer source src from via".split())
"""Parameters that say where a reader came from, as long as no number stands in them."""

DRESSES = frozenset("amp m mobile mobi touch wap print imprimer imprimir stampa drucken druckversion".split())
"""Words that part off another dress of a page: as a label of the host, or the first or last part of the path."""
INDEXES = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp)", re.IGNORECASE)

CACHES = (
    re.compile(r"(?:www\.)?google\.[a-z.]{2,6}/amp/(s/)?(.+)"),
    re.compile(r"(?:[\w-]+\.)?cdn\.ampproject\.(?:org|net)/(?:c|v|a|wp)/(s/)?(.+)"),
    re.compile(r"(?:[\w-]+\.)?bing-amp\.com/(?:c|v|a)/(s/)?(.+)"),
    re.compile(r"(?:www\.)?yandex\.[a-z.]{2,6}/turbo/(s/)?(.+)"),
)
_OF_OTHERS = re.compile("google|ampproject|bing-amp|facebook|yandex")
"""Places that serve the pages of others: `s/` says that the address behind it is a secure one."""
REDIRECTORS = {
    re.compile(r"(?:www\.)?google\.[a-z.]{2,6}/url"): ("q", "url"),
    re.compile(r"(?:l|lm)\.facebook\.com/l\.php"): ("u",),
    re.compile(r"yandex\.[a-z.]{2,6}/turbo"): ("text",),
}
WAYBACK = re.compile(
    r"^https?://(?:web\.archive\.org/web|archive\.org/wayback)/\d{4,14}(?:[a-z]{2}_)?/(?=https?:/)"
)

_SESSIONS = re.compile(
    r";(?:jsessionid|phpsessid|sid|cfid|cftoken)=[^/;]*|/\((?:[A-Z]\(\w+\))+\)(?=/)", re.IGNORECASE
)
_TO_ENCODE = re.compile(r"%([0-9A-Fa-f]{2})|([^!-~]+|[\"<>\\^`{|}%])")
_SPACE = re.compile(r"\s")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_AMP_ENDING = re.compile(r"\.amp(?=\.html?$|$)|[_-]amp(?=\.html?$)")
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Za-z]{2})?")
_MOST_WRAPPINGS = 3


class _Parts(NamedTuple):
    """Is an address in its parts, each in the normal form of RFC 3986; `query` is cut at every `&`."""

    scheme: str
    host: str
    path: str
    query: tuple[str, ...] = ()
    fragment: str = ""

    def __str__(self) -> str:
        query = "?" + "&".join(self.query) if self.query else ""
        return f"{self.scheme}://{self.host}{self.path}{query}{self.fragment}"

    @property
    def segments(self) -> list[str]:
        """Gives what stands between the slashes of the path."""
        return [segment for segment in self.path.split("/") if segment]


def canonical(address: str) -> str | None:
    """Gives the address in the one form that is kept, which still opens; None when it is no web address.

    >>> canonical("HTTPS://Www.Example.org:443/a/../اخبار?utm_source=x&id=2#top")
    'https://www.example.org/%D8%A7%D8%AE%D8%A8%D8%A7%D8%B1?id=2'
    """
    parts = _canonical(address)
    return str(parts) if parts else None


@lru_cache(maxsize=1024)  # it is asked for when an article is looked for, and again when it is filed
def page_key(address: str) -> str | None:
    """Gives the key of the page behind an address; None for a home page, which holds another article every hour.

    >>> page_key("http://m.example.org/amp/news/a.html?ref=app") == page_key("https://example.org/news/a.html/")
    True
    """
    parts = _canonical(WAYBACK.sub("", address.strip()))
    if parts is None or _is_home(parts):
        return None
    path = "/".join(_undressed(parts.segments))
    kept = sorted(_readable(piece) for piece in parts.query if not _is_of_no_page(piece))
    query = "?" + "&".join(kept) if kept else ""
    return f"{_undressed_host(parts.host)}/{_readable(path)}{query}{parts.fragment}"


def same_page(one: str, other: str) -> bool:
    """Says whether two addresses are of one page."""
    found = page_key(one)
    return found is not None and found == page_key(other)


def same_site(one: str, other: str) -> bool:
    """Says whether two addresses are of one site: one host, or one of them a part of the other's."""
    hosts = [_undressed_host(parts.host) for parts in map(_canonical, (one, other)) if parts]
    return len(hosts) == 2 and any(a == b or a.endswith("." + b) for a, b in (hosts, hosts[::-1]))


def is_home(address: str) -> bool:
    """Says whether an address is that of a site's home page, or of its home page in one language."""
    parts = _canonical(address)
    return parts is not None and _is_home(parts)


def _is_home(parts: _Parts) -> bool:
    left = _undressed(parts.segments)
    bare = not left or (len(left) == 1 and _LANGUAGE.fullmatch(left[0]) is not None)
    return bare and not parts.fragment and all(_is_of_no_page(piece) for piece in parts.query)


@lru_cache(maxsize=1024)  # one address is asked for its form, its key and its site in a row
def _canonical(address: str) -> _Parts | None:
    """Unwraps and splits an address, and leaves out what no server needs."""
    parts = _split(address.strip())
    for _ in range(_MOST_WRAPPINGS):
        inner = _wrapped(parts) if parts else None
        if inner is None or (unwrapped := _split(inner)) is None:
            break
        parts = unwrapped
    if parts is None:
        return None
    query = tuple(piece for piece in parts.query if not _is_tracking(piece))
    return parts._replace(path=_SESSIONS.sub("", parts.path) or "/", query=query)


def _split(address: str) -> _Parts | None:
    """Gives an address in its parts; None for what is no web address, or holds half a letter (a lone surrogate)."""
    try:
        split = urlsplit(address)
        port, host = split.port, _ascii_host((split.hostname or "").rstrip("."))
        scheme = split.scheme.lower()
        if scheme not in PORTS or not host or _SPACE.search(address):
            return None
        place = host if port in (None, PORTS[scheme]) else f"{host}:{port}"
        pieces = (_encoded(piece.removeprefix("amp;")) for piece in split.query.split("&") if piece)
        route = f"#{_encoded(split.fragment)}" if split.fragment.startswith("!") else ""
        return _Parts(scheme, place, _encoded(_without_dots(split.path)), tuple(pieces), route)
    except ValueError:  # UnicodeEncodeError is one
        return None


def _ascii_host(host: str) -> str:
    """Gives a host in the letters of the name system; ValueError for one that has none."""
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host
    import idna  # names in other scripts are rare, and its tables are large

    return idna.encode(host, uts46=True).decode()


def _encoded(text: str) -> str:
    """Gives text percent-encoded where it must be and nowhere else, so that all spellings of it are one."""

    def spell(found: re.Match[str]) -> str:
        if found[1]:
            sign = chr(int(found[1], 16))
            return sign if _UNRESERVED.match(sign) else found[0].upper()
        return quote(found[2], safe="")

    return _TO_ENCODE.sub(spell, text)


def _readable(text: str) -> str:
    """Gives encoded text in plain letters, as it is compared; what is not UTF-8 stays encoded."""
    try:
        return normalize("NFC", unquote(text, errors="strict"))
    except UnicodeDecodeError:
        return text


def _without_dots(path: str) -> str:
    """Gives a path with `.` and `..` followed (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) + ("/" if segments[-1] in (".", "..") else "") or "/"


def _wrapped(parts: _Parts) -> str | None:
    """Gives the address that a cache or a redirector carries inside its own."""
    if not _OF_OTHERS.search(parts.host):
        return None
    place = parts.host + parts.path
    query = "?" + "&".join(parts.query) if parts.query else ""
    for cache in CACHES:
        if found := cache.fullmatch(place):
            return f"{'https' if found[1] else 'http'}://{found[2]}{query}"
    for redirector, names in REDIRECTORS.items():
        if redirector.fullmatch(place):
            return next(_values(parts.query, names), None)
    return None


def _values(query: Iterable[str], names: Iterable[str]) -> Iterator[str]:
    named = dict(piece.partition("=")[::2] for piece in query)
    yield from (unquote(named[name]) for name in names if name in named)


def _is_tracking(piece: str) -> bool:
    name = piece.partition("=")[0].lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)


def _is_of_no_page(piece: str) -> bool:
    """Says whether a parameter tells a dress of the page, or where its reader came from, and not which page."""
    name, _, value = piece.lower().partition("=")
    if name in REFERRERS:
        return not any(sign.isdecimal() for sign in value)
    values = VARIANTS.get(name, frozenset())
    return values is None or value in values


def _undressed_host(host: str) -> str:
    labels = host.split(".")
    kept = [label for label in labels[:-2] if label not in DRESSES and not re.fullmatch(r"www\d?", label)]
    return ".".join([*kept, *labels[-2:]])


def _undressed(segments: list[str]) -> list[str]:
    """Gives the parts of a path less an index page and the words for another dress, as long as one is left."""
    if segments and INDEXES.fullmatch(segments[-1]):
        segments = segments[:-1]
    if len(segments) > 1 and segments[0].lower() in DRESSES:
        segments = segments[1:]
    if len(segments) > 1 and re.sub(r"\.html?$", "", segments[-1].lower()) in DRESSES:
        segments = segments[:-1]
    return [*segments[:-1], _AMP_ENDING.sub("", segments[-1])] if segments else segments
