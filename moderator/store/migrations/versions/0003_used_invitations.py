"""Which laptop used an invitation, and what it shows since."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW = ("lasting", "laptop")
_KEPT = "hash, role, forum, name, made_utc_ms, expires_utc_ms, revoked_utc_ms"


def upgrade() -> None:
    """Step up."""
    _make_anew(_NEW)


def downgrade() -> None:
    """Step down; whoever used an invitation needs a new one."""
    op.execute("DELETE FROM hub_token WHERE lasting <> '' AND lasting <> hash")
    _make_anew(())


def _make_anew(more: tuple[str, ...]) -> None:
    """Make the table with other columns, and move the rows: a default would stay with a column."""
    op.rename_table("hub_token", "hub_token_before")
    texts = ("role", "forum", "name")
    op.create_table(
        "hub_token",
        sa.Column("hash", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("made_utc_ms", sa.Integer(), nullable=False),
        sa.Column("expires_utc_ms", sa.Integer(), nullable=False),
        sa.Column("revoked_utc_ms", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in more),
        sa.PrimaryKeyConstraint("hash", name="pk_hub_token"),
    )
    names = ", ".join((_KEPT, *more))
    values = ", ".join((_KEPT, *("''" for _ in more)))
    op.execute(f"INSERT INTO hub_token ({names}) SELECT {values} FROM hub_token_before")
    op.drop_table("hub_token_before")
