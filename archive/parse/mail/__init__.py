"""Mail becomes clippings: newsletters with one article, and articles that were passed on.

bytes ──headers──▶ envelope ──forwarded──▶ the innermost envelope ─┐
      └─letters──▶ HTML or text, less what is no part of it ───────┴──▶ Clipping, or a refusal with its fact
"""

from archive.parse.mail.reading import read_mail

__all__ = ["read_mail"]
