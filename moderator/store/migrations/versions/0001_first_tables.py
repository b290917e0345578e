"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_PROJECTIONS = ("sector", "day", "meeting", "item", "organisation", "person", "speech")


def upgrade() -> None:
    """Step up."""
    op.execute("PRAGMA application_id = 1297040466")
    _documents()
    _laptop()
    _programme()
    _people()
    _speeches()
    _notes()


def downgrade() -> None:
    """Step down."""
    for name in ("note_text", "note_line", "note_page", *reversed(_PROJECTIONS)):
        op.drop_table(name)
    for name in ("forum", "local_state", "doc_snapshot", "doc_update", "document"):
        op.drop_table(name)


def _text(name: str, *, key: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False, primary_key=key)


def _int(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=True)


def _local_text(name: str) -> "list[sa.Column[str]]":
    return [_text(f"{name}_{language}") for language in ("kk", "ru", "en")]


def _of_document(number: str) -> "list[sa.Column[int]]":
    return [
        sa.Column(
            "document",
            sa.Integer(),
            sa.ForeignKey("document.id", ondelete="CASCADE"),
            primary_key=True,
            nullable=False,
        ),
        sa.Column(number, sa.Integer(), primary_key=True, autoincrement=False, nullable=False),
    ]


def _documents() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False, unique=True),
        _text("forum"),
    )
    op.create_index("ix_document_forum", "document", ["forum"])
    op.create_table(
        "doc_update",
        *_of_document("number"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("local", sa.Boolean(), nullable=False),
        _int("made_utc_ms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "doc_snapshot",
        *_of_document("upto"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
    )


def _laptop() -> None:
    op.create_table("local_state", _text("key", key=True), _text("value"))
    op.create_table(
        "forum",
        _text("id", key=True),
        *_local_text("title"),
        sa.Column("sample", sa.Boolean(), nullable=False),
        _int("made_utc_ms"),
        _int("opened_utc_ms"),
    )


def _of_forum(table: str, *columns: "sa.Column[str] | sa.Column[int]") -> None:
    op.create_table(table, _text("forum", key=True), _text("id", key=True), *columns)


def _programme() -> None:
    _of_forum("sector", *_local_text("name"), _int("place"))
    _of_forum("day", _text("date"), *_local_text("title"))
    _of_forum(
        "meeting",
        _text("day"),
        _int("number"),
        *_local_text("title"),
        _moment("starts_utc_ms"),
        _text("place"),
    )
    _of_forum(
        "item",
        _text("meeting"),
        _int("place"),
        *_local_text("title"),
        _text("kind"),
        _text("visibility"),
        _int("planned_ms"),
    )
    op.create_index("ix_item_forum_meeting", "item", ["forum", "meeting"])


def _people() -> None:
    _of_forum("organisation", *_local_text("name"), _text("sector"))
    _of_forum(
        "person",
        _text("name"),
        _text("office"),
        _text("organisation"),
        _text("sector"),
        _text("number"),
    )


def _speeches() -> None:
    op.create_table(
        "speech",
        _text("forum", key=True),
        _text("meeting", key=True),
        _text("request", key=True),
        _text("item"),
        _text("kind"),
        _text("person"),
        _text("name"),
        _int("called_utc_ms"),
        _moment("begun_utc_ms"),
        _moment("ended_utc_ms"),
        _int("allotted_ms"),
        _int("spent_ms"),
        _int("paused_ms"),
        _text("measure"),
    )


def _notes() -> None:
    op.create_table(
        "note_page",
        sa.Column("id", sa.Integer(), primary_key=True),
        _text("forum"),
        _text("meeting"),
        _text("item"),
    )
    op.create_index(
        "uq_note_page_forum_meeting_item", "note_page", ["forum", "meeting", "item"], unique=True
    )
    op.create_table(
        "note_line",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("page", sa.Integer(), sa.ForeignKey("note_page.id"), nullable=False),
        _int("line"),
        _text("text"),
        _moment("began_utc_ms"),
        _text("mark"),
        _text("mark_id"),
        _text("speech"),
    )
    op.create_index("ix_note_line_page_line", "note_line", ["page", "line"])
    op.execute(
        "CREATE VIRTUAL TABLE note_text USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
    )
