"""What argparse says of a line it does not understand is said in the reader's language."""

import re

import pytest

from moderator import words
from moderator.app import cli


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["floor"],
        ["floor", "add"],
        ["floor", "add", "Anna", "--seconds", "many"],
        ["floor", "add", "Anna", "--seconds"],
        ["floor", "add", "Anna", "--kind", "x"],
        ["show", "--m", "1", "--f", "2", "--meting"],
        ["show", "--json=1"],
        ["hub", "invite", "--role", "king"],
        ["open", "one", "two"],
    ],
)
def test_what_is_not_understood_is_told_in_the_readers_language(
    language: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--language", language, *arguments])
    words.use("en")
    assert left.value.code == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("moderator")
    told = re.sub("^moderator[a-z ]*: |'[^']*'", "", said)
    assert not re.search("[a-z]{3,} [a-z]{2,}", told), said
    assert re.search("[а-я]", told), said
