"""The command line: what it takes, what it answers, and that it never shows a traceback."""

import json
from pathlib import Path

import pytest

from moderator import settings as user_settings
from moderator import words
from moderator.app import cli, commands
from moderator.settings import Settings
from moderator.store.driver import connect
from tests.app.command_line import FILES, Line, waiting

# ---- the floor by command


def test_a_meeting_is_run_without_a_screen(own: Line) -> None:
    for name in ("Анна", "Борис", "Вера"):
        own.ok("floor", "add", name)
    own.ok("floor", "move", "Вера", "1")
    own.ok("floor", "call")
    state = own.value("floor", "pause")
    assert state["speaking"]["name"] == "Вера"
    assert state["speaking"]["clock"] == "paused"
    own.ok("floor", "resume")
    own.ok("floor", "time", "30")
    own.ok("floor", "point", "Зоя")
    own.ok("floor", "end")
    own.ok("floor", "not-here")
    own.ok("floor", "undo")
    own.ok("floor", "call", "анна")
    own.ok("floor", "withdraw", "1")
    own.ok("floor", "end")
    found = own.value("show", "queue")
    assert found["waiting"] == []
    assert [row["name"] for row in found["past"]] == ["Зоя", "Вера", "Анна"]
    assert all(row["spoken_ms"] >= 0 for row in found["past"])
    assert found["past"][1]["allotted_ms"] == 210_000
    totals = found["totals"]
    assert sum(row["spoken_ms"] for row in found["past"]) == totals["speeches_ms"]
    assert sum(row["spoken_ms"] for row in found["sectors"]) == totals["speeches_ms"]
    own.ok("floor", "close")
    assert own.value("show", "agenda")["meeting"]["phase"] == "closed"
    assert own.ok("check") == "All is well.\n"


def test_what_is_shown_at_one_moment_adds_up(own: Line) -> None:
    for name in ("Anna", "Boris"):
        own.ok("floor", "add", name)
        own.ok("floor", "call")
    found = own.value("show", "queue")  # while Boris speaks
    assert sum(row["spoken_ms"] for row in found["sectors"]) == found["totals"]["speeches_ms"]


def test_refusals_are_sentences_and_exit_with_1(own: Line) -> None:
    assert own.refused("floor", "pause") == "Nobody has the floor; call a speaker first."
    assert own.refused("floor", "call").startswith("Nobody is waiting")
    assert "“Nobody”" in own.refused("floor", "withdraw", "Nobody")
    assert "“9”" in own.refused("floor", "add", "Anna", "--meeting", "9")
    assert "“x”" in own.refused("show", "--item", "x")
    assert "“none”" in own.refused("show", "--forum", "none")
    assert "“-5”" in own.refused("floor", "add", "Anna", "--seconds=-5")
    assert "86400" in own.refused("floor", "time", "999999999999999999999")
    assert "“31.12.”" in own.refused("new", "Forum", "--date", "31.12.")
    assert "nothing to write down" in own.refused("note", "add", " ")
    assert "A name is needed" in own.refused("floor", "add", " ")
    assert own.value("show", "queue")["waiting"] == []


def test_what_no_forum_can_have_is_refused(own: Line, tmp_path: Path) -> None:
    add = ("meeting", "add", "M", "--date")
    assert "“10:00+05:00”" in own.refused(*add, "2026-11-25", "--starts", "10:00+05:00")
    for date in ("0001-01-01", "1969-12-31", "3000-01-01", "9999-12-31", "2026-02-30"):
        assert date in own.refused(*add, date)
        assert date in own.refused("new", "F", "--date", date)
    assert "1441" in own.refused("meeting", "item", "Long", "--minutes", "1441")
    # what is taken is also taken from its export
    own.ok(*add, "1970-01-01", "--starts", "00:00")
    own.ok("meeting", "add", "N", "--date", "2999-12-31", "--starts", "23:59")
    own.ok("meeting", "item", "Long", "--minutes", "1440", "--meeting", "N")
    assert "Long" in own.ok("show", "--meeting", "N")
    own.ok("export", "json", str(tmp_path / "forum.json"))
    own.ok("import", str(tmp_path / "forum.json"))


def test_refusals_are_in_the_language_asked_for(own: Line) -> None:
    said = {own.refused("--language", code, "floor", "pause") for code in words.LANGUAGES}
    said |= {own.refused("floor", "pause", "--language", code) for code in words.LANGUAGES}
    assert "Nobody has the floor; call a speaker first." in said
    assert all("\n" not in sentence for sentence in said)


def test_titles_are_in_the_language_asked_for(line: Line) -> None:
    titles = {
        code: line.value("show", "agenda", "--language", code)["agenda"]["items"][0]["title"]
        for code in words.LANGUAGES
    }
    assert len(set(titles.values())) == 3


# ---- which forum, meeting and item


def test_meeting_and_item_are_chosen_by_number_title_or_id(own: Line) -> None:
    own.ok("floor", "add", "Anna", "--meeting", "2", "--item", "2")
    own.ok("floor", "add", "Boris", "--meeting", "evening", "--item", "quest")
    shown = own.value("show", "queue", "--meeting", "Even", "--item", "Questions")
    assert [row["name"] for row in shown["waiting"]] == ["Anna", "Boris"]
    meeting, item = shown["meeting"]["id"], shown["item"]
    assert waiting(own, "--meeting", meeting, "--item", item) == ["Anna", "Boris"]
    assert waiting(own) == []


def test_the_open_meeting_is_meant_by_default(own: Line) -> None:
    own.ok("floor", "open", "--meeting", "2")
    own.ok("floor", "add", "Anna")
    assert own.value("show", "queue")["meeting"]["number"] == 2
    own.ok("floor", "close")
    assert own.value("show", "queue")["meeting"]["number"] == 1


def test_a_command_on_another_forum_leaves_the_open_one_open(own: Line) -> None:
    sample = "9th Civil Forum"
    own.ok("floor", "add", "Anna", "--forum", sample, "--meeting", "2")
    forums = own.value("forums")
    assert [row["title"] for row in forums if row["open"]] == ["Own forum"]
    assert waiting(own) == []
    assert waiting(own, "--forum", sample, "--meeting", "2")[-1:] == ["Anna"]
    own.ok("open", sample)
    assert own.value("forums")[0]["title"].startswith(sample)


def test_a_removed_forum_is_gone_and_a_backup_was_kept(own: Line) -> None:
    own.ok("forums", "remove", "Own forum")
    assert len(own.value("forums")) == 1
    assert list((own.folder / "backups").glob("*-forum-removed.db"))
    assert own.ok("check") == "All is well.\n"
    own.refused("forums", "remove", "")
    own.ok("forums", "remove", "9th")
    assert own.value("forums") == []
    assert own.refused("show").startswith("No forum is open")
    assert own.ok("check") == "All is well.\n"


def test_options_come_before_and_after_the_verb(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = str(tmp_path / "one")
    other = str(tmp_path / "other")
    for arguments in (
        ["--data", one, "--json", "forums"],
        ["forums", "--data", one, "--json"],
        ["--data", other, "forums", "--data", one, "--json"],
        ["--language", "kk", "forums", "--language", "en", "--json", "--data", one],
    ):
        assert cli.main(arguments) == 0
        forums = json.loads(capsys.readouterr().out)
        assert [row["title"][:3] for row in forums] == ["9th"]
    assert not Path(other).exists()
    assert cli.main(["floor", "--data", one, "add", "Anna"]) == 0


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["floor"], ["floor", "add"], ["--language", "xx", "show"], ["note"]]
)
def test_what_is_not_understood_exits_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    assert "usage: moderator" in capsys.readouterr().err


def test_help_needs_no_folder(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["floor", "--help"], ["--version"]):
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
        assert left.value.code == 0
    assert "moderator" in capsys.readouterr().out
    assert not (home / ".local" / "share" / "moderator").exists()


def test_nobody_meets_a_traceback_for_want_of_a_home_or_a_place(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "USERPROFILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", _no_home)
    line.ok("show", "agenda")
    assert "copy.db" in line.refused("backup", "copy.db")
    assert "forum.json" in line.refused("export", "json", "forum.json")
    assert "here" in line.refused("--data", "here", "show")


def _no_home() -> Path:
    raise RuntimeError("Could not determine home directory.")


def test_the_settings_choose_language_and_times(own: Line, home: Path) -> None:
    user_settings.save(Settings(language="en", question_ms=77_000), home / ".config" / "moderator")
    own.ok("floor", "add", "Anna", "--kind", "question")
    assert own.value("show", "queue")["waiting"][0]["allotted_ms"] == 77_000


# ---- notes


def test_notes_are_added_with_their_marks(own: Line) -> None:
    own.ok("note", "add", "Көшедегі жарық 👍", "--mark", "commitment")
    own.ok("note", "add", "two\nlines", "--item", "2")
    shown = own.value("show", "notes")
    counts = {"lines": 3, "words": 5, "characters": 24, "marks": {"commitment": 1}}
    assert shown["counts"] == counts
    notes = shown["notes"]
    assert [[row["text"] for row in item["lines"]] for item in notes] == [
        ["Көшедегі жарық 👍"],
        ["two", "lines"],
    ]
    assert notes[0]["lines"][0]["mark"] == "commitment"
    assert "[commitment] Көшедегі жарық 👍" in own.ok("show", "notes")


# ---- files


def test_what_others_wrote_gives_the_terminal_no_orders(own: Line) -> None:
    own.ok("note", "add", "a\x1b[31mb\x9b2Jc\x07")
    assert "a\ufffd[31mb\ufffd2Jc\ufffd" in own.ok("show", "notes")
    (item,) = (i for i in own.value("show", "notes")["notes"] if i["lines"])
    assert item["lines"][0]["text"] == "a\x1b[31mb\x9b2Jc\x07"
    assert "\x1b" not in own.refused("floor", "call", "\x1b[2J")


def test_the_same_file_again_adds_nothing(own: Line) -> None:
    for name in ("schedule.json", "programme.csv", "people.csv"):
        first = own.value("import", str(FILES / name))
        assert first["added"] > 0
        before = own.ok("export", "json", "--contacts")
        again = own.value("import", str(FILES / name))
        assert (again["added"], again["changed"]) == (0, 0)
        assert own.ok("export", "json", "--contacts") == before
    assert own.ok("check") == "All is well.\n"


def test_an_export_holds_everything_imported(own: Line, tmp_path: Path) -> None:
    own.ok("import", str(FILES / "people.csv"))
    own.ok("import", str(FILES / "schedule.json"))
    own.ok("floor", "add", "Anna")
    own.ok("note", "add", "a note")
    file = tmp_path / "forum.json"
    own.ok("export", "json", str(file))
    text = file.read_text(encoding="utf-8")
    json.loads(text)
    events = json.loads((FILES / "schedule.json").read_text(encoding="utf-8"))
    for day in events["schedule"]["conference"]["days"]:
        for rows in day["rooms"].values():
            for row in rows:
                assert json.dumps(row["title"], ensure_ascii=False)[1:-1] in text
    for expected in ("Үлгі қатысушы бір", "Anna", "a note"):
        assert expected in text
    assert "one@example.org" not in text
    assert "one@example.org" in own.ok("export", "json", "--contacts")
    for nowhere in (tmp_path / "no" / "where.json", file / "where.json", tmp_path):
        assert "cannot be written" in own.refused("export", "json", str(nowhere))
    assert not list(tmp_path.glob(".*.part"))


def bad_files(folder: Path) -> list[Path]:
    made = {
        "empty.csv": b"",
        "blank.csv": b"\n\n \n",
        "garbage.json": b"{" * 5_000,
        "garbage.xlsx": bytes(range(256)) * 50,
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "other.json": b'{"hello": "world"}',
        "headless.csv": b"one,two\nthree,four\n",
        "date.csv": b"title,date,start\nA talk,2026-13-45,99:99\n",
        "half.json": (FILES / "schedule.json").read_bytes()[:500],
    }
    for name, body in made.items():
        (folder / name).write_bytes(body)
    huge = folder / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(300 * 1024**2)
    return [*(folder / name for name in made), huge, folder / "missing.csv", folder]


def test_bad_files_get_a_sentence_and_change_nothing(own: Line, tmp_path: Path) -> None:
    before = own.ok("export", "json")
    for file in bad_files(tmp_path):
        said = own.refused("import", str(file))
        assert file.name in said
    assert own.ok("export", "json") == before


def test_a_backup_brings_back_what_was(own: Line, tmp_path: Path) -> None:
    own.ok("floor", "add", "Anna")
    file = tmp_path / "copy.db"
    assert "copy.db" in own.ok("backup", str(file))
    before = own.ok("export", "json")
    own.ok("floor", "add", "Boris")
    assert own.refused("restore", str(FILES / "people.csv")).endswith("backup of Moderator.")
    assert own.refused("restore", str(tmp_path / "none.db")).startswith("There is no file")
    assert waiting(own) == ["Anna", "Boris"]
    assert "copy.db" in own.ok("restore", str(file))
    assert own.ok("export", "json") == before
    assert list((own.folder / "backups").glob("*before-restore*"))
    assert "x.db" in own.refused("backup", str(file / "x.db"))


@pytest.mark.parametrize("name", ["moderator.db", "lock"])
def test_no_file_of_the_data_folder_is_written_over(own: Line, tmp_path: Path, name: str) -> None:
    own.ok("floor", "add", "Anna")
    link = tmp_path / "link"
    link.symlink_to(own.folder)
    for folder in (own.folder, link, link / "backups" / ".."):
        assert name in own.refused("backup", str(folder / name))
        assert name in own.refused("export", "json", str(folder / name))
    assert waiting(own) == ["Anna"]
    assert own.ok("check") == "All is well.\n"


# ---- a folder that cannot be used


def test_a_folder_that_cannot_be_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    for folder in (blocked, blocked / "below"):
        assert "cannot be written" in Line(folder, capsys).refused("show")


def test_a_broken_database_is_told_and_left_alone(line: Line) -> None:
    line.ok("show")
    file = line.folder / "moderator.db"
    line.ok("backup", str(line.folder / "copy.db"))
    broken = b"this is no database" * 1_000
    file.write_bytes(broken)
    for verb in (["show"], ["floor", "add", "Anna"], ["check"], ["export", "json"]):
        assert "damaged" in line.refused(*verb)
    assert file.read_bytes() == broken
    line.ok("restore", str(line.folder / "copy.db"))
    assert line.ok("check") == "All is well.\n"


def test_damage_inside_is_found_by_check(line: Line) -> None:
    line.ok("floor", "add", "Anna")
    raw = connect(line.folder / "moderator.db")
    raw.execute("DELETE FROM item")
    raw.close()
    code, out, err = line.run("check")
    assert (code, err) == (1, "")
    assert "does not match" in out


def test_help_is_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        cli.main(["--language", "ru", "floor", "point", "--help"])
    assert done.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith("использование: moderator floor point")
    assert "NAME" in told.partition("\n\n")[0]
    for english in ("usage", "options", "arguments", "exit"):
        assert english not in told


def test_every_verb_of_the_parser_is_a_command() -> None:
    floor = cli.parser()
    assert floor.prog == "moderator"
    verbs = {verb.removeprefix("floor.") for verb in commands.COMMANDS if "floor." in verb}
    for verb in verbs:
        extra = {"move": ["A", "1"], "time": ["5"], "plan": ["even"]}.get(verb)
        one = ["A"] if verb in ("add", "point", "withdraw", "open-item", "skip-item") else []
        floor.parse_args(["floor", verb, *(extra or one)])
