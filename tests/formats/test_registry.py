"""What each format brings, and what is said of files that cannot be used."""

import contextlib
import datetime as dt
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderator import paths
from moderator.domain.errors import BadInput, Reason
from moderator.domain.programme import ItemKind, LocalText
from moderator.formats import forum_json
from moderator.formats.registry import read
from moderator.formats.values import Imported

FILES = Path(__file__).parent / "files"
MINUTE_MS = 60_000


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _refused(path: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.facts["file"] == path.name
    return caught.value


def _titles(imported: Imported) -> list[str]:
    return [item.title.best("") for item in imported.items]


def test_a_schedule_gives_a_meeting_for_each_room_and_day() -> None:
    found = read(FILES / "schedule.json")
    assert (found.title, found.zone) == ("A sample of a forum", "Asia/Almaty")
    assert [(m.day, m.starts, m.place) for m in found.meetings] == [
        (dt.date(2021, 11, 22), dt.time(10, 0), "Main hall")
    ]
    assert [i.title for i in found.items] == [
        LocalText(en="Opening"),
        LocalText(ru="Воздух в городах"),
        LocalText(kk="Түнгі пікірталас"),
    ]
    assert [i.planned_ms for i in found.items] == [30 * MINUTE_MS, 45 * MINUTE_MS, 60 * MINUTE_MS]
    assert found.items[0].key == "guid:8c1f0f0e-0000-4000-8000-000000000001"


def test_an_event_past_midnight_stays_in_its_evening() -> None:
    late = read(FILES / "schedule.json").items[-1]
    assert late.starts is None
    assert late.meeting == "2021-11-22|main hall"


def test_a_speaker_of_two_events_is_one_person() -> None:
    found = read(FILES / "schedule.json")
    assert [p.name for p in found.persons] == ["Sample speaker, ecology"]
    assert found.items[1].presenters == found.items[2].presenters == ("id:sample:11",)


def test_a_table_gives_days_rooms_items_and_speakers() -> None:
    found = read(FILES / "programme.csv")
    assert [(m.day.day, m.place, m.starts) for m in found.meetings] == [
        (22, "Главный зал", dt.time(10, 0)),
        (22, "Малый зал", dt.time(11, 0)),
        (23, "Главный зал", dt.time(9, 30)),
    ]
    by_title = {i.title.ru: i for i in found.items}
    assert by_title["Доклад о борьбе с коррупцией"].kind is ItemKind.SPEECH
    assert by_title["Вопросы от НПО"].kind is ItemKind.QUESTIONS
    assert by_title["Экология"].planned_ms == 45 * MINUTE_MS
    persons = {p.key: (p.name, p.office) for p in found.persons}
    assert [persons[p] for p in by_title["Общественные советы"].presenters or ()] == [
        ("Образец эксперта", "институт"),
        ("Образец юриста", "клиника"),
    ]
    assert "Образец докладчика" in [p.name for p in found.persons]


def test_people_come_with_organisation_sector_number_and_contacts() -> None:
    found = read(FILES / "people.csv")
    assert [o.name for o in found.organisations] == [
        LocalText(kk="Жастар қоры (үлгі)"),
        LocalText(kk="Қоғамдық кеңес (үлгі)"),
    ]
    assert [o.sector for o in found.organisations] == ["ҮЕҰ", "Азаматтар"]
    first = found.persons[0]
    assert (first.name, first.office, first.number) == ("Үлгі қатысушы бір", "директор", "17")
    assert (first.email, first.phone) == ("one@example.org", "+7 700 000 00 01")
    assert first.sector is None


def test_a_key_never_holds_contact_details() -> None:
    for name in ("people.csv", "attendance.csv"):
        assert not [p.key for p in read(FILES / name).persons if "@" in p.key]


def test_an_exported_forum_is_known_by_its_content(tmp_path: Path) -> None:
    text = (paths.resources() / "sample" / "forum.json").read_text("utf-8")
    found = read(_write(tmp_path, "forum.txt", text))
    assert found == Imported(forum=forum_json.read(text))
    assert found.forum is not None


def test_an_exported_forum_with_an_endless_title_is_refused(tmp_path: Path) -> None:
    value = json.loads((paths.resources() / "sample" / "forum.json").read_text("utf-8"))
    value["days"][0]["title"]["en"] = "x" * 501
    assert _refused(_write(tmp_path, "f.json", json.dumps(value))).reason is Reason.FILE_LONG_TEXT


def test_an_attendance_report_is_people_and_not_a_programme() -> None:
    found = read(FILES / "attendance.csv")
    assert not found.items
    assert [(p.name, p.email) for p in found.persons] == [
        ("Sample One", "one@example.org"),
        ("Sample Two", "two@example.org"),
    ]


def test_a_report_in_sections_gives_everybody_once(tmp_path: Path) -> None:
    text = (
        "Attendee Report,\nTopic,Webinar ID,Registered\nSample,1,2\nHost Details,\n"
        "Attended,User Name (Original Name),Email,Join Time\nYes,Host,host@example.org,10:00\n"
        "Attendee Details,\n"
        "Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Join Time\n"
        "Yes,Anna S,Anna,Sample,anna@example.org,--,10:00\n"
    )
    found = read(_write(tmp_path, "report.csv", text))
    assert [(p.name, p.phone) for p in found.persons] == [("Host", None), ("Anna Sample", None)]


def test_titles_in_three_languages_make_one_title(tmp_path: Path) -> None:
    text = "Date,Start,Title (kk),Title (ru),Title (en)\n2021-11-22,10:00,Ашылуы,Открытие,Opening\n"
    found = read(_write(tmp_path, "three.csv", text))
    assert found.items[0].title == LocalText("Ашылуы", "Открытие", "Opening")


def test_a_table_without_rooms_is_one_meeting_a_day_named_as_the_file(tmp_path: Path) -> None:
    text = "date\tstart\ttitle\tduration\n2021-11-22\t10:00\tOpening\t10\n\t\tTalk\t15\n"
    found = read(_write(tmp_path, "Our forum.tsv", text))
    assert [m.title for m in found.meetings] == [LocalText(en="Our forum")]
    assert [(i.starts, i.planned_ms) for i in found.items] == [
        (dt.time(10, 0), 10 * MINUTE_MS),
        (None, 15 * MINUTE_MS),
    ]


def test_a_line_that_is_only_a_date_names_the_day_below(tmp_path: Path) -> None:
    text = "Время,Тема\n22 ноября 2021,\n10:00–10:30,Открытие\n23 ноября 2021,\n9:00,Доклад\n"
    found = read(_write(tmp_path, "days.csv", text))
    assert [m.day.day for m in found.meetings] == [22, 23]
    assert found.items[0].planned_ms == 30 * MINUTE_MS


def test_breaks_without_a_time_are_told_apart(tmp_path: Path) -> None:
    text = (
        "Date,Start,Duration,Title\n2021-11-22,10:00,10,Opening\n"
        ",,10,Break\n,,30,Talk\n,,10,Break\n"
    )
    path = _write(tmp_path, "breaks.csv", text)
    assert _titles(read(path)) == ["Opening", "Break", "Talk", "Break"]
    assert len({item.key for item in read(path).items}) == 4


def test_an_id_that_comes_twice_is_named(tmp_path: Path) -> None:
    text = "ID,Date,Start,Title\n7,2021-11-22,10:00,Opening\n7,2021-11-22,11:00,Talk\n"
    error = _refused(_write(tmp_path, "ids.csv", text))
    assert (error.facts["line"], error.facts["column"], error.facts["value"]) == (3, "ID", "7")


def test_a_date_above_the_headings_holds_for_the_rows_below(tmp_path: Path) -> None:
    text = (
        "Форум бағдарламасы;;\nАстана, 22 қараша 2021 жыл;;\n№;Уақыты;Тақырыбы;Баяндамашы\n"
        "1;10.00-10.15;Ашылуы;Үлгі баяндамашы\n2;10.15-10.30;Үзіліс;\n"
    )
    found = read(_write(tmp_path, "kk.csv", text))
    assert [(m.day, m.starts) for m in found.meetings] == [(dt.date(2021, 11, 22), dt.time(10, 0))]
    assert [i.planned_ms for i in found.items] == [15 * MINUTE_MS, 15 * MINUTE_MS]
    assert [i.likely for i in found.items] == [ItemKind.SPEECH, ItemKind.BREAK]


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048"]
)
def test_kazakh_names_survive_every_encoding(tmp_path: Path, codec: str) -> None:
    text = (FILES / "people.csv").read_text("utf-8")
    found = read(_write(tmp_path, "people.csv", text.encode(codec)))
    assert [p.name for p in found.persons][1] == "Үлгі қатысушы екі"


def test_russian_in_the_windows_encoding_is_read(tmp_path: Path) -> None:
    text = (FILES / "programme.csv").read_text("utf-8").replace("—", "-")
    found = read(_write(tmp_path, "programme.csv", text.encode("cp1251")))
    assert "Вопросы от НПО" in _titles(found)


def test_western_accents_stay_western(tmp_path: Path) -> None:
    found = read(
        _write(tmp_path, "p.csv", "Name,Email\nJürgen Müller,a@example.org\n".encode("cp1252"))
    )
    assert found.persons[0].name == "Jürgen Müller"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.csv", "", Reason.FILE_EMPTY),
        ("blank.xlsx", " \n", Reason.FILE_EMPTY),
        ("headings.csv", "date,start,title\n", Reason.FILE_EMPTY),
        ("other.csv", "colour,weight\nred,3\n", Reason.FILE_NO_COLUMNS),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, Reason.FILE_KIND),
        ("letter.docx", b"PK\x03\x04 not really a package", Reason.FILE_BROKEN),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.FILE_BROKEN),
        ("list.json", "[1, 2]", Reason.FILE_KIND),
        ("cut.json", '{"schedule": {"conf', Reason.FILE_BROKEN),
        ("nan.json", '{"schedule": NaN}', Reason.FILE_BROKEN),
        ("huge.json", '{"schedule": 1e999}', Reason.FILE_BROKEN),
        ("twice.json", '{"schedule": {}, "schedule": {}}', Reason.FILE_BROKEN),
        ("half.json", '{"schedule": "\\ud800"}', Reason.FILE_BROKEN),
        ("deep.json", '{"a":' * 100_000, Reason.FILE_BROKEN),
        ("digits.json", '{"schedule": ' + "9" * 5000 + "}", Reason.FILE_BROKEN),
        ("days.json", '{"schedule": {"conference": {"days": 3}}}', Reason.FILE_BROKEN),
        ("field.csv", "name,email\n" + "x" * 200_000, Reason.FILE_BROKEN),
        ("wide.csv", "name,email" + ",x" * 60 + "\n", Reason.FILE_TOO_LARGE),
        ("tall.csv", "name,email\n" + "a,b\n" * 5_001, Reason.FILE_TOO_LARGE),
        ("name.csv", "name,email\n" + "x" * 501 + ",\n", Reason.FILE_LONG_TEXT),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_for_its_reason(
    tmp_path: Path, name: str, content: str | bytes, reason: Reason
) -> None:
    assert _refused(_write(tmp_path, name, content)).reason is reason


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(p.name for p in FILES.iterdir())),
    place=st.floats(0, 1),
    removed=st.integers(0, 40),
    inserted=st.binary(max_size=20) | st.sampled_from([b";", b'"', b"{", b"\n", b"\xff\xfe"]),
)
def test_a_damaged_file_is_read_or_refused_without_a_fault(
    tmp_path: Path, name: str, place: float, removed: int, inserted: bytes
) -> None:
    data = (FILES / name).read_bytes()
    at = int(place * len(data))
    path = _write(tmp_path, name, data[:at] + inserted + data[at + removed :])
    with contextlib.suppress(BadInput):
        read(path)


def test_a_missing_file_a_folder_and_a_locked_file_are_told_apart(tmp_path: Path) -> None:
    assert _refused(tmp_path / "none.csv").reason is Reason.FILE_MISSING
    assert _refused(tmp_path).reason is Reason.FILE_KIND
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        locked = _write(tmp_path, "locked.csv", "name\nx\n")
        locked.chmod(0)
        assert _refused(locked).reason is Reason.FILE_UNREADABLE


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("someday,10:00,10:30,Opening", "Date", "someday"),
        ("2021-11-22,ten,10:30,Opening", "Start", "ten"),
        ("2021-11-22,10:00,09:00,Opening", "End", "09:00"),
        (",10:00,10:30,Opening", "Date", ""),
    ],
)
def test_a_bad_cell_is_named_by_line_column_and_value(
    tmp_path: Path, row: str, column: str, value: str
) -> None:
    error = _refused(_write(tmp_path, "bad.csv", f"Date,Start,End,Title\n\n{row}\n"))
    assert error.reason is Reason.FILE_BAD_LINE
    assert (error.facts["line"], error.facts["column"], error.facts["value"]) == (3, column, value)


@pytest.mark.parametrize(
    ("field", "value"),
    [("date", "someday"), ("start", "25:99"), ("duration", "long"), ("title", "")],
)
def test_a_bad_event_is_named_by_its_title_or_id(tmp_path: Path, field: str, value: str) -> None:
    event = {"id": 7, "date": "2021-11-22T10:00:00", "start": "10:00", "title": "Talk"}
    event |= {"duration": "00:30", field: value}
    day = {"date": "2021-11-22", "rooms": {"Hall": [event]}}
    text = json.dumps({"schedule": {"conference": {"days": [day]}}})
    error = _refused(_write(tmp_path, "bad.json", text))
    assert error.reason is Reason.FILE_BAD_LINE
    assert error.facts["column"] == field
    assert str(error.facts["place"]).startswith("7" if field == "title" else "Talk")
