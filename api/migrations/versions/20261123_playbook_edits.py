"""playbooks that a trainer edited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8e41b6c92d70"
down_revision = "514e9c79f7dd"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "playbook_edits",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("call", sa.JSON(), nullable=False),
        sa.Column("edited_by", sa.String(length=40), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )


def downgrade() -> None:
    op.drop_table("playbook_edits")
