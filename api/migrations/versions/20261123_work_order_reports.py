"""reports that joined a work order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5d0c7a1f3e84"
down_revision = "665346398bbc"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_order_reports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("work_order_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("location", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("time", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
        sa.ForeignKeyConstraint(["work_order_id"], ["work_orders.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_work_order_reports_order", "work_order_reports", ["work_order_id"])


def downgrade() -> None:
    op.drop_index("ix_work_order_reports_order", table_name="work_order_reports")
    op.drop_table("work_order_reports")
