"""${message}

Revises ${down_revision | comma,n}.
"""

from __future__ import annotations

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change; plain SQL, so that the file shows what `.schema` will."""
    ${upgrades if upgrades else "op.execute()"}


def downgrade() -> None:
    """Takes it back."""
    ${downgrades if downgrades else "op.execute()"}
