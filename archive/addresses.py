"""Canonical addresses: one page, one address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "xtor", "igshid", "ocid")
PORTS = {"http": 80, "https": 443}


def canonical(address: str) -> str | None:
    """Gives the address without fragment, tracking parameters and default port; None when it is no web address.

    >>> canonical("HTTPS://Www.Example.org:443/a?utm_source=x&id=2#top")
    'https://www.example.org/a?id=2'
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in PORTS or not host or any(c.isspace() for c in address.strip()):
        return None
    place = host if port in (None, PORTS[scheme]) else f"{host}:{port}"
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.startswith(TRACKING)]
    return urlunsplit((scheme, place, parts.path or "/", urlencode(kept), ""))
