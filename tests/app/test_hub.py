"""Hubs and laptops as processes: what people do on the command line."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.app.command_line import Line
from tests.app.holding import holder
from tests.app.hubs import hub_process


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of a running hub."""
    folder = tmp_path / "hub"
    with hub_process(folder) as process:
        yield folder
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def laptop(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(tmp_path / name, capsys)


def invite(line: Line, hub: Path, role: str) -> Any:
    """Return an invitation to a hub, asked for from any folder."""
    return json.loads(line.ok("hub", "invite", "--data", str(hub), "--role", role, "--json"))


def notes(line: Line) -> list[str]:
    items = line.value("show", "notes")["notes"]
    return [row["text"] for item in items for row in item["lines"]]


def test_two_laptops_that_wrote_apart_have_the_same_after_both_synced(
    tmp_path: Path, hub: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = (laptop(tmp_path, name, capsys) for name in ("a", "b"))
    a.ok("new", "Own forum", "--date", "2026-11-23")
    a.ok("meeting", "add", "Morning", "--date", "2026-11-23")
    a.ok("meeting", "item", "Reports")
    a.ok("note", "add", "Before anybody joined")
    assert "now at the hub" in a.ok("join", invite(a, hub, "chair")["link"])
    said = invite(b, hub, "note-taker")
    assert said["documents"]
    assert said["yjs_url"] == said["url"].removesuffix("/sync") + "/yjs"
    assert "now open" in b.ok("join", said["link"])
    assert notes(b) == ["Before anybody joined"]
    assert {f["title"] for f in b.value("forums")} >= {"Own forum"}
    a.ok("floor", "add", "Асқар")
    a.ok("note", "add", "By the chair")
    b.ok("note", "add", "By the note-taker")
    for line in (a, b, a):
        assert "Everything here is at the hub" in line.ok("sync", "--once")
    assert sorted(notes(a)) == sorted(notes(b))
    assert len(notes(a)) == 3
    assert [row["name"] for row in b.value("show", "queue")["waiting"]] == ["Асқар"]
    for line in (a, b):
        assert line.ok("check") == "All is well.\n"


def test_what_was_synced_survives_a_killed_hub(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hub"
    a, b = (laptop(tmp_path, name, capsys) for name in ("a", "b"))
    with hub_process(folder) as process:
        a.ok("join", invite(a, folder, "chair")["link"])
        a.ok("note", "add", "Kept")
        a.ok("sync", "--once")
        process.kill()
    port = json.loads(a.ok("hub", "status", "--data", str(folder), "--json"))["url"]
    with hub_process(folder, port=port.rsplit(":", 1)[1].partition("/")[0]):
        b.ok("join", invite(b, folder, "chair")["link"])
        assert "Kept" in notes(b)
        a.ok("note", "add", "Later")
        a.ok("sync", "--once")


def test_an_invitation_can_be_made_before_the_hub_runs_and_taken_back_while_it_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hub"
    line = laptop(tmp_path, "a", capsys)
    early = invite(line, folder, "chair")
    assert early["documents"] == []
    with hub_process(folder):
        said = invite(line, folder, "chair")
        assert said["token"] not in said["url"]
        line.ok("join", said["link"])
        gone = line.ok("hub", "revoke", "--data", str(folder), said["id"], "--json")
        assert json.loads(gone)["revoked"]
        assert "ask for another" in line.refused("sync", "--once")
        line.ok("hub", "backup", "--data", str(folder), str(tmp_path / "copy.db"))
        forums = json.loads(line.ok("hub", "forums", "--data", str(folder), "--json"))
        assert len(forums) == 1
    line.ok("hub", "restore", "--data", str(folder), str(tmp_path / "copy.db"))


def test_a_laptop_says_in_a_sentence_why_it_cannot_join(
    tmp_path: Path, hub: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = laptop(tmp_path, "a", capsys)
    assert "no invitation" in line.refused("join", "nonsense")
    assert "not joined" in line.refused("sync", "--once")
    assert "not joined" in line.refused("leave")
    viewer = invite(line, hub, "viewer")
    assert "no forum yet" in line.refused("join", viewer["link"])
    assert "ask for another" in line.refused("join", viewer["link"][:-3] + "xyz")
    chair = invite(line, hub, "chair")
    line.ok("join", chair["url"], "--token", chair["token"])
    line.ok("leave")
    assert "not joined" in line.refused("sync", "--once")


def test_a_hub_with_a_certificate_of_its_own_is_joined_by_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hub"
    a, b = (laptop(tmp_path, name, capsys) for name in ("a", "b"))
    with hub_process(folder, "--tls"):
        said = invite(a, folder, "chair")
        assert said["url"].startswith("wss://127.0.0.1:")
        assert said["sha256"] in said["link"]
        at = said["url"].removeprefix("wss://").removesuffix("/sync")
        a.ok("join", said["code"], "--at", at)
        a.ok("note", "add", "By code")
        a.ok("sync", "--once")
        assert "no longer good" in b.refused("join", said["code"], "--at", at)
        assert "another laptop" in b.refused("join", said["link"])
        b.ok("join", invite(b, folder, "viewer")["link"])
        b.ok("sync")


def test_no_token_lies_where_backups_and_exports_are_made_from(
    tmp_path: Path, hub: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = laptop(tmp_path, "a", capsys)
    said = invite(line, hub, "chair")
    line.ok("join", said["link"])
    line.ok("backup", str(tmp_path / "copy.db"))
    kept = json.loads((line.folder / "tokens.json").read_text())
    assert (line.folder / "tokens.json").stat().st_mode & 0o077 == 0
    files = [line.folder / "moderator.db", tmp_path / "copy.db"]
    files += [f for f in (line.folder / "moderator.db-wal",) if f.exists()]
    for file in files:
        body = file.read_bytes()
        assert not [t for t in (*kept.values(), said["token"]) if t.encode() in body]


def test_a_command_joins_by_way_of_whoever_holds_the_folder(
    tmp_path: Path, hub: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = (laptop(tmp_path, name, capsys) for name in ("a", "b"))
    a.ok("join", invite(a, hub, "chair")["link"])
    with holder(b.folder):
        b.ok("join", invite(b, hub, "note-taker")["link"])
        b.ok("note", "add", "From a window")
        b.ok("sync", "--once")
    a.ok("sync", "--once")
    assert "From a window" in notes(a)
