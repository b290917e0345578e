"""Kinds of contribution, their rank in the list of speakers and their usual time."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a request to speak is for."""

    CONTRIBUTION = "contribution"
    QUESTION = "question"
    ANSWER = "answer"
    REPLY = "reply"
    REMARK = "remark"
    INTERPOSED = "interposed"
    POINT_OF_ORDER = "point-of-order"


@dataclass(frozen=True, slots=True)
class KindRule:
    """How the list of speakers treats a kind."""

    rank: int
    """The lower goes first; within a rank the sort key decides."""
    usual_ms: int
    """The time it gets by default; 0 means as the item or meeting says."""
    suspends: bool = False
    """Whether it may take the floor while another speech is held."""


RULES: dict[Kind, KindRule] = {
    Kind.POINT_OF_ORDER: KindRule(rank=0, usual_ms=60_000, suspends=True),
    Kind.INTERPOSED: KindRule(rank=1, usual_ms=30_000, suspends=True),
    Kind.REMARK: KindRule(rank=2, usual_ms=60_000),
    Kind.REPLY: KindRule(rank=2, usual_ms=120_000),
    Kind.ANSWER: KindRule(rank=2, usual_ms=120_000),
    Kind.QUESTION: KindRule(rank=3, usual_ms=120_000),
    Kind.CONTRIBUTION: KindRule(rank=3, usual_ms=0),
}


def usual_ms(kind: Kind, item_speech_ms: int, meeting_speech_ms: int) -> int:
    """Return the time a request of this kind gets: its own, else the item's, else the meeting's."""
    return RULES[kind].usual_ms or item_speech_ms or meeting_speech_ms
