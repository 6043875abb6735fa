"""Corrections by a person: they outlive every later reading of the article."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import delete as delete_rows
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import addresses, languages
from archive.documents import Byline, Origin, PressDate
from archive.errors import InvalidError, MissingError
from archive.models import Article, ArticleTag, Outlet
from archive.models import Byline as BylineRow
from archive.store.addressed import keep_address
from archive.store.families import rejoin
from archive.store.likeness import sign
from archive.store.merging import WORDING, keep_wording
from archive.store.names import find_or_add
from archive.store.parts import add_bylines, add_tags, implied_values, now, published_values, set_origins

Value = str | list[str] | PressDate

PERSON = Origin("person")


def get(session: Session, article_id: int) -> Article:
    """Gives the article with this number; MissingError where there is none."""
    article = session.get(Article, article_id)
    if article is None:
        raise MissingError(f"There is no article {article_id}; `archive list` shows the numbers.")
    return article


def edit(session: Session, article_id: int, corrections: Mapping[str, Value]) -> Article:
    """Sets fields of an article as a person says; an empty value clears the field.

    The fields are those of `EDITABLE`; `authors` and `tags` are lists and replace what was there. The earlier wording
    becomes a revision.
    """
    article = get(session, article_id)
    unknown = sorted(set(corrections) - set(EDITABLE))
    if unknown:
        raise InvalidError(f"There is no field {unknown[0]!r} to edit; there are {', '.join(EDITABLE)}.")
    if any(field in WORDING for field in corrections):
        keep_wording(session, article)
    for field, value in corrections.items():
        EDITABLE[field](session, article, field, value)
    set_origins(session, article_id, dict.fromkeys(corrections, PERSON), corrections)
    article.changed_at = now()
    session.flush()
    if "body" in corrections:
        sign(session, article_id, article.body)
        rejoin(session, article_id)
    if "address" in corrections:
        keep_address(session, article_id, article.address)
    return article


def delete(session: Session, article_id: int) -> str:
    """Deletes an article with its captures and revisions; gives its label."""
    article = get(session, article_id)
    label = article.title or article.body[:80]
    session.delete(article)
    session.flush()
    return label


def _one(field: str, value: Value) -> str | None:
    if not isinstance(value, str):
        raise InvalidError(f"{field} takes one text.")
    return value.strip() or None


def _text(session: Session, article: Article, field: str, value: Value) -> None:
    setattr(article, field, _one(field, value))


def _body(session: Session, article: Article, field: str, value: Value) -> None:
    body = _one(field, value)
    if body is None:
        raise InvalidError("An article has a body; delete the article instead.")
    article.body = body


def _outlet(session: Session, article: Article, field: str, value: Value) -> None:
    name = _one(field, value)
    article.outlet_id = find_or_add(session, Outlet, name) if name else None


def _published(session: Session, article: Article, field: str, value: Value) -> None:
    date = value if isinstance(value, PressDate) else None
    if date is None and _one(field, value):
        raise InvalidError(f"{value!r} is no date; write it like 2022-05-27, 2022-05 or 2022-05-27T17:53.")
    for column, part in (published_values if field == "published" else implied_values)(date).items():
        setattr(article, column, part)


def _language(session: Session, article: Article, field: str, value: Value) -> None:
    article.language = languages.canonical(_one(field, value) or "")


def _address(session: Session, article: Article, field: str, value: Value) -> None:
    printed = _one(field, value)
    address = addresses.canonical(printed) if printed else None
    if printed and address is None:
        raise InvalidError(f"{printed!r} is no web address.")
    other = session.scalar(select(Article.id).where(Article.address == address, Article.id != article.id))
    if address and other is not None:
        raise InvalidError(f"Article {other} has this address; of two articles on one page, delete one.")
    article.address = address


def _many(value: Value) -> tuple[str, ...]:
    if isinstance(value, PressDate):
        raise InvalidError("A date is no name.")
    return tuple(one.strip() for one in ([value] if isinstance(value, str) else value) if one.strip())


def _authors(session: Session, article: Article, field: str, value: Value) -> None:
    session.execute(delete_rows(BylineRow).where(BylineRow.article_id == article.id))
    add_bylines(session, article.id, tuple(Byline(name) for name in _many(value)))


def _tags(session: Session, article: Article, field: str, value: Value) -> None:
    session.execute(delete_rows(ArticleTag).where(ArticleTag.article_id == article.id))
    add_tags(session, article.id, _many(value), article.language)


EDITABLE: Mapping[str, Callable[[Session, Article, str, Value], None]] = {
    "title": _text,
    "kicker": _text,
    "standfirst": _text,
    "body": _body,
    "section": _text,
    "outlet": _outlet,
    "authors": _authors,
    "published": _published,
    "implied": _published,
    "language": _language,
    "address": _address,
    "tags": _tags,
}
