"""break proposals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c41f7a90be25"
down_revision = "8e41b6c92d70"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "break_proposals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=80), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("break_proposals", schema=None) as batch_op:
        batch_op.create_index("ix_break_proposals_staff", ["staff_id", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("break_proposals", schema=None) as batch_op:
        batch_op.drop_index("ix_break_proposals_staff")
    op.drop_table("break_proposals")
