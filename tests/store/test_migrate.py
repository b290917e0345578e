"""Every way to the tables ends at the same tables."""

import re
import subprocess
import sys
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory

from moderator.store import engine, identity, migrate
from moderator.store.copies import BACKUPS, DATABASE
from moderator.store.database import Store
from moderator.store.driver import Raw, scalar
from moderator.store.writes import Update, Write
from tests.store.kit import NOTES, PATIENCE_S, change

ROOT = Path(__file__).parents[2]


def tables(raw: Raw) -> dict[str, str]:
    """Return what defines each table and index, white space aside."""
    rows = raw.execute("SELECT name, coalesce(sql, '') FROM sqlite_schema")
    return {name: re.sub(r"\s+", "", sql) for name, sql in rows}


def test_the_migrations_from_nothing_make_what_the_schema_says(tmp_path: Path) -> None:
    made, stepped = tmp_path / "made.db", tmp_path / "stepped.db"
    with engine.writing_engine(made).connect() as connection:
        migrate.bring_up_to_date(connection, made)
        wanted = tables(engine.raw_of(connection))
    with engine.writing_engine(stepped).connect() as connection:
        migrate.upgrade(connection)
        raw = engine.raw_of(connection)
        assert tables(raw) == wanted
        assert scalar(raw, "SELECT version_num FROM alembic_version") == identity.REVISION
        assert scalar(raw, "PRAGMA application_id") == identity.APPLICATION_ID


def test_the_schema_names_the_migrations_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [identity.REVISION]


def test_a_database_from_before_is_copied_and_then_brought_up(tmp_path: Path) -> None:
    file = tmp_path / DATABASE
    change(file, f"PRAGMA application_id = {identity.APPLICATION_ID}")
    change(
        file,
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
    )
    store = Store.open(tmp_path)
    store.write(Write((Update(NOTES, b"x", True, 1),)))
    assert store.flush(PATIENCE_S)
    store.close()
    copies = [f.name for f in (tmp_path / BACKUPS).iterdir()]
    assert len(copies) == 1
    assert "before-update" in copies[0]


def test_a_database_of_today_is_opened_without_the_migrations_library(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from moderator.store.database import Store\n"
        "Store.open(Path(sys.argv[1])).close()\n"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'alembic']\n"
        "assert 'sqlalchemy.orm' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, cwd=ROOT)


def test_a_database_of_today_is_read_and_typed_into_without_sqlalchemy(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from moderator.store.database import Store\n"
        "from tests.store.kit import FORUM, MEETING, Typist, forum_row\n"
        "from moderator.store.writes import Write\n"
        "store = Store.open(Path(sys.argv[1]), writes_later=True)\n"
        "assert store.forums() == () and store.load('forum/programme') == ()\n"
        "typist = Typist(store)\n"
        "store.write(Write(rows=(forum_row(),)))\n"
        "typist.type('a')\n"
        "assert store.flush(20)\n"
        "assert 'sqlalchemy' not in sys.modules\n"
        "assert len(store.notes(FORUM, MEETING)) == 1\n"
        "store.close()\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, cwd=ROOT)
