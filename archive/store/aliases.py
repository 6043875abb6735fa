"""Spellings that people teach: those of one group are searched together."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from archive.errors import InvalidError, MissingError
from archive.models import Alias
from archive.text import key


def teach(session: Session, spellings: Sequence[str]) -> list[str]:
    """Puts spellings into one group, with the groups that any of them is in already; gives the whole group."""
    wanted = {key(spelling): spelling.strip() for spelling in spellings if key(spelling)}
    if len(wanted) < 2:
        raise InvalidError("An alias takes two spellings or more.")
    group, known = _grouped(session, wanted)
    number = min(group, default=(session.scalar(select(func.max(Alias.group_id))) or 0) + 1)
    whole = known | {folded: spelling for folded, spelling in wanted.items() if folded not in known}
    if group:
        session.execute(delete(Alias).where(Alias.group_id.in_(group)))
    rows = [{"spelling": spelling, "group_id": number} for spelling in whole.values()]
    session.execute(insert(Alias), rows)
    return sorted(whole.values())


def _grouped(session: Session, keys: Collection[str]) -> tuple[set[int], dict[str, str]]:
    """Gives the groups that hold any of the keys, and all spellings of those groups by key."""
    rows = session.execute(select(Alias.spelling, Alias.group_id)).all()
    group = {number for spelling, number in rows if key(spelling) in keys}
    return group, {key(spelling): spelling for spelling, number in rows if number in group}


def forget(session: Session, spelling: str) -> None:
    """Takes a spelling out of its group; a group of one is gone with it."""
    group, known = _grouped(session, {key(spelling)})
    if not group:
        raise MissingError(f"There is no alias {spelling!r}; `archive alias list` shows them.")
    printed = known[key(spelling)]
    session.execute(delete(Alias).where(Alias.spelling == printed, Alias.group_id.in_(group)))
    left = session.execute(
        select(Alias.group_id)
        .where(Alias.group_id.in_(group))
        .group_by(Alias.group_id)
        .having(func.count() < 2)
    ).scalars()
    session.execute(delete(Alias).where(Alias.group_id.in_(list(left))))
