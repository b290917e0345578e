"""A hostile file costs a child process, and nothing else."""

import asyncio
import sys
import zipfile
from pathlib import Path

import pytest

from moderator import paths
from moderator.domain.errors import BadInput, Reason
from moderator.formats import forum_json, safely, worker
from moderator.formats.registry import read
from moderator.formats.safely import read_safely, read_safely_async

FILES = Path(__file__).parent / "files"


def _package(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def _workbook(path: Path, sheet: bytes) -> Path:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    book = (
        f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )

    def relation(kind: str, target: str) -> bytes:
        return (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{links}/{kind}" Target="{target}"/></Relationships>'
        ).encode()

    body = b'<worksheet xmlns="' + main.encode() + b'"><sheetData>' + sheet
    parts = {
        "[Content_Types].xml": _content_types(f"{package}/content-types"),
        "xl/workbook.xml": book.encode(),
        "_rels/.rels": relation("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": body + b"</sheetData></worksheet>",
    }
    return _package(path, parts)


def _content_types(namespace: str) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{kind}.{name}.main+xml"/>'
        for part, name in (("workbook", "sheet"), ("worksheets/sheet1", "worksheet"))
    )
    return f'<Types xmlns="{namespace}">{overrides}</Types>'.encode()


def _row(number: int, *cells: str) -> bytes:
    inner = "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in cells)
    return f'<row r="{number}">{inner}</row>'.encode()


def _refused(path: Path, wall_s: float = 30.0) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read_safely(path, wall_s)
    assert caught.value.facts["file"] == path.name
    return caught.value


@pytest.mark.parametrize("name", [p.name for p in sorted(FILES.iterdir())])
def test_the_child_brings_what_reading_here_would(name: str) -> None:
    assert read_safely(FILES / name, wall_s=30.0) == read(FILES / name)


def test_a_workbook_is_read(tmp_path: Path) -> None:
    rows = _row(1, "Date", "Start", "Title") + _row(2, "22.11.2021", "10:00", "Кіріспе сөз")
    found = read_safely(_workbook(tmp_path / "programme.xlsx", rows), wall_s=30.0)
    assert [i.title.kk for i in found.items] == ["Кіріспе сөз"]


def test_what_the_child_refuses_is_refused_here_with_its_facts(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Date,Start,Title\nsomeday,10:00,Opening\n")
    error = _refused(bad)
    assert error.reason is Reason.FILE_BAD_LINE
    assert error.facts["line"] == 2


def test_a_cell_in_the_last_row_and_column_is_refused(tmp_path: Path) -> None:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = _workbook(tmp_path / "far.xlsx", b'<row r="1"><c r="A1"><v>1</v></c></row>' + cell)
    assert _refused(path).reason in (Reason.FILE_TOO_LARGE, Reason.FILE_BROKEN)


def test_a_package_that_unpacks_to_too_much_is_refused_unread(tmp_path: Path) -> None:
    swollen = _workbook(tmp_path / "bomb.xlsx", b" " * 20_000_000)
    assert _refused(swollen).reason is Reason.FILE_TOO_LARGE
    many = {f"xl/part{n}.xml": b"" for n in range(501)} | {"xl/workbook.xml": b""}
    assert _refused(_package(tmp_path / "many.xlsx", many)).reason is Reason.FILE_TOO_LARGE


def test_another_package_is_no_workbook(tmp_path: Path) -> None:
    path = _package(tmp_path / "letter.docx", {"word/document.xml": b"<document/>"})
    assert _refused(path).reason is Reason.FILE_KIND


def test_a_large_file_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        stream.truncate(20 * 1024 * 1024 + 1)
    assert _refused(path).reason is Reason.FILE_TOO_LARGE


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert _refused(tmp_path / "none.csv").reason is Reason.FILE_MISSING
    (tmp_path / "other.csv").write_text("colour,weight\nred,3\n", "utf-8")
    assert _refused(tmp_path / "other.csv").reason is Reason.FILE_NO_COLUMNS


def _instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the child run other code, for what no sound reader does."""
    monkeypatch.setattr(safely, "command", lambda _: [sys.executable, "-c", code])


def test_a_child_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    _instead(monkeypatch, "while True: pass")
    assert _refused(FILES / "people.csv", wall_s=0.3).reason is Reason.FILE_SLOW


@pytest.mark.parametrize(
    "code",
    ["import os; os.abort()", "print('{')", "print('[]')", "print('{\"imported\": 3}')", ""],
)
def test_a_child_that_dies_or_babbles_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    _instead(monkeypatch, code)
    assert _refused(FILES / "people.csv").reason is Reason.FILE_BROKEN


@pytest.mark.skipif(sys.platform != "linux", reason="only there can memory be limited")
def test_a_child_gets_no_more_memory_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "from pathlib import Path; from moderator.formats import worker; worker.limit();"
        "worker.read = lambda path: bytearray(400_000_000); import json;"
        "print(json.dumps(worker.answer(Path('people.csv'))))"
    )
    _instead(monkeypatch, code)
    error = _refused(FILES / "people.csv")
    assert error.reason is Reason.FILE_TOO_LARGE
    assert error.facts["limit"] == f"{worker.MEMORY_BYTES // 1024**2} MB"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_frozen_program_reads_files_by_calling_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "moderator"
    program.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -P -m moderator.app.cli "$@"\n', "utf-8"
    )
    program.chmod(0o700)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert safely.command(FILES / "people.csv")[0] == str(program)
    assert read_safely(FILES / "people.csv", 30.0) == read(FILES / "people.csv")
    (tmp_path / "other.csv").write_text("colour,weight\nred,3\n", "utf-8")
    assert _refused(tmp_path / "other.csv").reason is Reason.FILE_NO_COLUMNS


def test_reading_does_not_hold_up_the_event_loop() -> None:
    async def both() -> int:
        task = asyncio.create_task(read_safely_async(FILES / "people.csv", wall_s=30.0))
        turns = 0
        while not task.done():
            turns += 1
            await asyncio.sleep(0)
        return turns if await task == read(FILES / "people.csv") else 0

    assert asyncio.run(both()) > 1


def test_a_cancelled_reading_ends_its_child(monkeypatch: pytest.MonkeyPatch) -> None:
    _instead(monkeypatch, "while True: pass")

    async def cancelled() -> None:
        task = asyncio.create_task(read_safely_async(FILES / "people.csv", wall_s=60.0))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())  # would wait for the reading thread, and so for the child


def test_a_forum_read_in_a_child_is_the_forum_read_here(tmp_path: Path) -> None:
    text = (paths.resources() / "sample" / "forum.json").read_text(encoding="utf-8")
    file = tmp_path / "forum.json"
    file.write_text(text, encoding="utf-8")
    assert read_safely(file).forum == forum_json.read(text)
