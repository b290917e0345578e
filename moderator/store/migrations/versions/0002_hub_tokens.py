"""Tokens of a hub."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Step up."""
    op.create_table(
        "hub_token",
        sa.Column("hash", sa.Text(), nullable=False, primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("role", "forum", "name")),
        sa.Column("made_utc_ms", sa.Integer(), nullable=False),
        sa.Column("expires_utc_ms", sa.Integer(), nullable=False),
        sa.Column("revoked_utc_ms", sa.Integer(), nullable=True),
    )


def downgrade() -> None:
    """Step down."""
    op.drop_table("hub_token")
