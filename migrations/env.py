"""Runs the migrations over the connection that the program gives, in the one transaction it has begun.

`archive.schema` holds the lock, keeps the copy and checks the outcome. For people who develop migrations,
`alembic upgrade head`, `alembic check` and `alembic revision` work from the top of the repository, on the file
that `ARCHIVE_DB` names (`archive.db` by default).
"""

from __future__ import annotations

import os
from typing import Any

from alembic import context
from sqlalchemy import Connection

from archive.models import Base


def only_ours(name: str | None, kind: str, parents: Any) -> bool:
    """Keeps autogenerate away from FTS tables and from tables of other tools (RELIABILITY: 18 false drops)."""
    return kind != "table" or name in Base.metadata.tables


def migrate(connection: Connection) -> None:
    """Runs what is asked inside the transaction of the connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transactional_ddl=True,
        transaction_per_migration=False,
        include_name=only_ours,
        compare_server_default=False,
    )
    context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    from archive import schema

    path = os.environ.get("ARCHIVE_DB") or "archive.db"
    with schema.migrating(path) as connection:
        migrate(connection)
