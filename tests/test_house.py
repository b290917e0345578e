"""The house style, enforced: sizes, imports, and the habits that cost somebody days."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel

from moderator.app import actions

_TOP = Path(__file__).resolve().parent.parent
_FILE_LINES = 400
_CLASS_LINES = 250
_FUNCTION_LINES = 50
_PARAMETERS = 6

# What may be imported inside a function, and why: by importing file and imported module.
_LAZY_IMPORTS = {
    "moderator/app/cli.py moderator.app.window_first": "Qt, only where there is to be a window",
    "moderator/app/cli.py moderator.app": "SQLAlchemy and pycrdt, only for a hub",
    "moderator/app/cli.py moderator.formats": "the parsers, only for an import",
    "moderator/app/cli.py moderator.formats.safely": "the parsers, only for an import",
    "moderator/app/hub.py moderator.hub.announcing": "zeroconf, only for a hub that is announced",
    "moderator/app/hub_storage.py moderator.store.postgres": "the driver, only where it is used",
    "moderator/app/hub_storage.py moderator.store.postgres.store": "the same",
    "moderator/app/desktop.py moderator.app": "SQLAlchemy and pycrdt, on a thread",
    "moderator/app/desktop.py moderator.app.opening": "the same",
    "moderator/app/desktop.py moderator.app.gathering": "the same",
    "moderator/app/desktop.py moderator.store": "the same",
    "moderator/desk/hub_links.py moderator.sync.opening": "websockets, only where there is a hub",
    "moderator/app/file_handlers.py moderator.console.dialogs.forum": "not before it is opened",
    "moderator/app/file_handlers.py moderator.console.dialogs.settings": "not before it is opened",
    "moderator/app/meet_handlers.py moderator.console.dialogs.guests": "not before it is opened",
    "moderator/app/meet_handlers.py moderator.console.dialogs.host": "not before it is opened",
    "moderator/app/meet_handlers.py moderator.console.dialogs.join": "not before it is opened",
    "moderator/app/meet_handlers.py moderator.documents.rights": "pycrdt, not before the window",
    "moderator/app/meet_handlers.py moderator.sync": "what a hub takes, only where there is one",
    "moderator/app/meet_handlers.py moderator.sync.finding": "zeroconf, only where it is used",
    "moderator/app/plan_handlers.py moderator.console.dialogs.day": "not before it is opened",
    "moderator/app/plan_handlers.py moderator.console.dialogs.item": "not before it is opened",
    "moderator/app/plan_handlers.py moderator.console.dialogs.meeting": "not before it is opened",
    "moderator/app/displays.py moderator.console.stage": "not before it is opened",
    "moderator/app/displays.py moderator.console.strip": "not before it is opened",
    "moderator/app/start.py moderator.app.cli": "all the verbs",
    "moderator/app/start.py moderator.app.window_first": "Qt, only where there is to be a window",
    "moderator/app/start.py moderator.desk.reasons": "only where something goes wrong",
    "moderator/app/view_handlers.py moderator.console.command_box": "not before it is opened",
    "moderator/app/view_handlers.py moderator.console.dialogs.about": "not before it is opened",
    "moderator/app/view_handlers.py moderator.console.keys_sheet": "not before it is opened",
    "moderator/app/window_first.py moderator.app.desktop": "everything, once the window is painted",
    "moderator/console/window.py moderator.console.furniture": "the same",
    "moderator/app/file_handlers.py moderator.formats.safely": "the parsers, only for an import",
    "moderator/console/notices.py moderator.desk.questions": "pycrdt, not before the window",
    "moderator/app/holder.py moderator.app": "the commands, only where no window does the work",
    "moderator/app/holder.py moderator.app.alone": "SQLAlchemy, only where no window has it",
    "moderator/desk/desk.py moderator.desk": "the formats, only where files come in or go out",
    "moderator/desk/library.py moderator.desk": "the same",
    "moderator/store/database.py moderator.store": "SQLAlchemy, which a start does not wait for",
    "moderator/desk/membership.py moderator.sync": "the same, and cryptography",
    "moderator/app/member_commands.py moderator.sync": "zeroconf, only for a code",
    "moderator/app/standing_by.py moderator.hub": "cryptography, only for who stands by",
    "moderator/app/standing_by.py moderator.sync": "the same",
    "moderator/store/token_box.py keyring": "looks for keyrings all over the system",
    "moderator/store/database.py moderator.store.tables": "pycrdt, on the writer's thread",
    "moderator/store/database.py moderator.store.check": "loads every kind of document",
    "moderator/store/database.py moderator.store.rebuild": "loads every kind of document",
    "moderator/store/migrate.py alembic": "a fifth of a second, only for an old database",
    "moderator/store/migrate.py alembic.config": "a fifth of a second, only for an old database",
}

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((_TOP / folder).rglob("*.py"))]
    return [path for path in found if "__pycache__" not in path.parts]


class _Source:
    """One file of the program, read once for all rules."""

    def __init__(self, path: Path) -> None:
        self.name = path.relative_to(_TOP).as_posix()
        self.text = path.read_text(encoding="utf-8")
        self.tree = ast.parse(self.text)
        self.nodes = list(ast.walk(self.tree))

    def functions(self) -> Iterator[_Function]:
        yield from (each for each in self.nodes if isinstance(each, _Function))

    def calls(self) -> Iterator[ast.Call]:
        yield from (each for each in self.nodes if isinstance(each, ast.Call))


@pytest.fixture(scope="module")
def program() -> list[_Source]:
    return [_Source(path) for path in _sources("moderator")]


@pytest.fixture(scope="module")
def everything() -> list[_Source]:
    return [_Source(path) for path in _sources("moderator", "tests", "installer")]


def _hold(sources: list[_Source], rule: Callable[[_Source], Iterator[str]]) -> None:
    faults = [f"{source.name}: {fault}" for source in sources for fault in rule(source)]
    assert not faults, "\n".join(faults)


def _lines(node: ast.ClassDef | _Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _called(call: ast.Call) -> str:
    """Return the last part of the name that is called, as ``connect`` of ``a.b.connect(...)``."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


# ---------------------------------------------------------------------------------- sizes


def test_no_file_is_longer_than_a_sitting(everything: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        count = source.text.count("\n")
        if count > _FILE_LINES:
            yield f"{count} lines, {_FILE_LINES} at most"

    _hold(everything, rule)


def test_no_class_is_too_large(everything: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        for node in source.nodes:
            if isinstance(node, ast.ClassDef) and _lines(node) > _CLASS_LINES:
                yield f"class {node.name}: {_lines(node)} lines, {_CLASS_LINES} at most"

    _hold(everything, rule)


def test_no_function_is_too_long(everything: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        for node in source.functions():
            if _lines(node) > _FUNCTION_LINES:
                yield f"{node.name}: {_lines(node)} lines, {_FUNCTION_LINES} at most"

    _hold(everything, rule)


def test_no_function_takes_too_much(program: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        for node in source.functions():
            names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
            names = [name for name in names if name not in ("self", "cls")]
            count = len(names) + len(node.args.kwonlyargs)
            if count > _PARAMETERS:
                yield f"{node.name}: {count} parameters, {_PARAMETERS} at most"

    _hold(program, rule)


def test_each_module_says_what_it_is(everything: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        if source.text.strip() and not ast.get_docstring(source.tree):
            yield "no docstring"

    _hold(everything, rule)


# -------------------------------------------------------------------- what loads what


def test_imports_stand_at_the_top_but_for_a_reasoned_few(program: list[_Source]) -> None:
    there = {f"{source.name} {name}" for source in program for name in _inner_imports(source)}
    assert there == set(_LAZY_IMPORTS)


def _inner_imports(source: _Source) -> Iterator[str]:
    for function in source.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.ImportFrom):
                yield node.module or ""
            elif isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)


_SLOW = ("PySide6", "qasync", "sqlalchemy", "pycrdt", "alembic", "python_calamine")


@pytest.mark.parametrize("module", ["moderator.app.cli", "moderator.app.door"])
def test_a_command_to_a_running_window_loads_nothing_slow(module: str) -> None:
    code = f"import {module}, sys; print(*(m for m in {_SLOW!r} if m in sys.modules))"
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=_TOP, check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


# --------------------------------------------------------------------------------- habits


def test_dialogs_are_opened_and_never_block(program: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        for call in source.calls():
            if _called(call) in ("exec", "exec_", "processEvents"):
                yield f"line {call.lineno}: {_called(call)}"

    _hold(program, rule)


def test_no_connection_holds_on_to_its_owner(program: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        for call in source.calls():
            if _called(call) == "connect" and any(map(_captures_self, call.args)):
                yield f"line {call.lineno}: connected to a closure over self; use a bound method"

    _hold(program, rule)


def _captures_self(argument: ast.expr) -> bool:
    closure = isinstance(argument, ast.Lambda)
    partial = isinstance(argument, ast.Call) and _called(argument) == "partial"
    names = (node.id for node in ast.walk(argument) if isinstance(node, ast.Name))
    return (closure or partial) and "self" in names


def test_translated_texts_are_plain_strings(program: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        for call in source.calls():
            if isinstance(call.func, ast.Name) and call.func.id in ("tr", "tr_n"):
                texts = call.args[: 1 if call.func.id == "tr" else 2]
                if not all(isinstance(getattr(text, "value", None), str) for text in texts):
                    yield f"line {call.lineno}: only a plain string can be found by its translators"

    _hold(program, rule)


def test_nothing_is_translated_before_the_language_is_known(program: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        late = {id(n) for f in source.functions() for part in f.body for n in ast.walk(part)}
        late |= {id(n) for f in source.nodes if isinstance(f, ast.Lambda) for n in ast.walk(f)}
        for call in source.calls():
            if _called(call) in ("tr", "tr_n") and id(call) not in late:
                yield f"line {call.lineno}: translated when the module is loaded"

    _hold(program, rule)


def test_the_clock_is_read_in_one_place(program: list[_Source]) -> None:
    pattern = re.compile(r"\btime\.time(_ns)?\(|\b(datetime|date|dt)\.(now|utcnow|today)\(")

    def rule(source: _Source) -> Iterator[str]:
        if source.name != "moderator/desk/clock.py":
            yield from (match.group() for match in pattern.finditer(source.text))

    _hold(program, rule)


def test_tests_wait_for_conditions_and_never_sleep(everything: list[_Source]) -> None:
    def rule(source: _Source) -> Iterator[str]:
        for call in source.calls():
            if source.name.startswith("tests/") and ast.unparse(call.func) in (
                "time.sleep",
                "sleep",
                "qtbot.wait",
                "QTest.qWait",
            ):
                yield f"line {call.lineno}: sleeps"

    _hold(everything, rule)


def test_nothing_unfinished_is_left(everything: list[_Source]) -> None:
    pattern = re.compile(r"#.*\b(TODO|FIXME|XXX)\b|\braise NotImplementedError\b")

    def rule(source: _Source) -> Iterator[str]:
        yield from (match.group() for match in pattern.finditer(source.text))

    own = Path(__file__).name
    _hold([source for source in everything if own not in source.name], rule)


def _tracked() -> list[Path]:
    if shutil.which("git") is None:
        return []
    run = ["git", "ls-files", "-z"]
    done = subprocess.run(run, cwd=_TOP, check=False, capture_output=True, text=True)
    names = done.stdout.split("\0") if done.returncode == 0 else []
    return [_TOP / name for name in names if name and (_TOP / name).is_file()]


def test_no_file_names_this_machine_or_an_address_to_download_from() -> None:
    folder = re.escape(str(_TOP)) if len(_TOP.parts) > 2 else "(?!)"
    hosts = "pythonhosted|pypi[.]org|npmjs|deb[.]debian"
    pattern = re.compile(rf"{folder}(?![\w-])|{hosts}")
    found = []
    for path in _tracked():
        if path.suffix in (".woff2", ".png", ".mo", ".xlsx", ".ogg", ".wav") or path == Path(
            __file__
        ):
            continue
        match = pattern.search(path.read_text(encoding="utf-8", errors="replace"))
        if match:
            found.append(f"{path.relative_to(_TOP)}: {match.group()}")
    assert found == []


def test_lock_files_hold_hashes_and_no_address() -> None:
    for path in (_TOP / "requirements.lock", _TOP / "requirements-dev.lock"):
        text = path.read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)
        assert len(pinned) > 10
        assert text.count(" \\\n    --hash=sha256:") >= len(pinned)
        assert "://" not in text
        assert not re.search(r"^-", text, re.MULTILINE)


def test_the_top_folder_holds_what_a_reader_expects() -> None:
    expected = {"pyproject.toml", "moderator", "resources", "tests", "installer", "Makefile"}
    expected |= {"README.md", "LICENSE", "CHANGELOG.md"}
    there = {path.relative_to(_TOP).parts[0] for path in _tracked()}
    there = {name for name in there if not name.startswith(".") and not name.endswith(".lock")}
    assert there - expected == set()


# ------------------------------------------------------------------------------------- Qt


@pytest.mark.usefixtures("qapp")
def test_calls_that_return_nothing_leave_the_count_of_none_alone() -> None:
    label, plain = QLabel(), QObject()
    before = sys.getrefcount(None)
    for n in range(10_000):
        label.setText("a" if n % 2 else "b")
        plain.setObjectName("c")
    QApplication.sendPostedEvents()
    # A broken binding loses one reference per call: 20,000 here, and the program dies at zero.
    assert abs(sys.getrefcount(None) - before) < 1_000
    label.deleteLater()


def test_the_readme_names_every_key() -> None:
    section = (_TOP / "README.md").read_text(encoding="utf-8").split("## Keys")[1].split("\n## ")[0]
    told = set(re.findall(r"(?:(?:Ctrl|Shift|Alt)\+)*(?:F\d+|Return|Backspace|[A-Z]\b)", section))
    shown = {spec.keys[0] for spec in actions.TABLE if spec.keys}
    assert shown - told == set()
    assert told - {key for spec in actions.TABLE for key in spec.keys} == set()
