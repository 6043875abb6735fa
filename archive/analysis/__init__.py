"""Text to terms: what is indexed, what a question is matched with, and what a snippet marks.

text ─tokens─▶ runs ─analyzers─▶ words ─folding─▶ exact ─stemming, arabic─▶ term
                                                   └─stop: left out of questions
"""

from archive.analysis.analyzers import ANALYZERS, FINGERPRINT, Analyzer
from archive.analysis.folding import exact
from archive.analysis.stop import STOP, is_stop
from archive.analysis.tokens import Token, readings, terms, tokenize

__all__ = [
    "ANALYZERS",
    "FINGERPRINT",
    "STOP",
    "Analyzer",
    "Token",
    "exact",
    "is_stop",
    "readings",
    "terms",
    "tokenize",
]
