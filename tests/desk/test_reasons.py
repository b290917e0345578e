"""Every reason has one sentence, whole in every case."""

import string

import pytest

from moderator.desk.reasons import finding_text, sentence
from moderator.domain.errors import Reason, Refused
from moderator.store.check import Problem


@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_is_a_sentence(reason: Reason) -> None:
    said = sentence(Refused(reason))
    assert said != reason.value
    assert said[-1] in ".!?"
    assert not set("{}") & set(said)
    assert "\n" not in said


def test_facts_are_named_and_braces_in_them_are_harmless() -> None:
    said = sentence(Refused(Reason.UNKNOWN_ITEM, name="{x}"))
    assert "“{x}”" in said


@pytest.mark.parametrize("problem", list(Problem))
def test_every_finding_is_a_sentence(problem: Problem) -> None:
    said = finding_text(problem.value, "WHERE", "DETAIL")
    assert "WHERE" in said or "DETAIL" in said
    assert said[-1] == "."
    assert next(iter(string.Formatter().parse(said)))[1] is None
