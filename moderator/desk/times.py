"""How long a speech may be: what request, kind, item, meeting and this laptop have to say on it."""

from moderator.domain import kinds
from moderator.domain.floor import Request
from moderator.domain.ids import ItemId
from moderator.domain.kinds import Kind
from moderator.domain.programme import Meeting, Programme
from moderator.settings import Settings


def allotted_ms(programme: Programme, meeting: Meeting, request: Request) -> int:
    """Return the time a request gets when it is called."""
    return request.allotted_ms or usual_ms(programme, meeting, request.kind, request.item)


def usual_ms(programme: Programme, meeting: Meeting, kind: Kind, item: ItemId | None) -> int:
    """Return the time a request of a kind gets on an item if it has none of its own."""
    return kinds.usual_ms(kind, _item_ms(programme, item), meeting.speech_ms)


def preset_ms(programme: Programme, settings: Settings, kind: Kind, item: ItemId) -> int:
    """Return the time a new request of a kind is given on this laptop; 0: none of its own."""
    if _item_ms(programme, item):
        return 0
    return {
        Kind.QUESTION: settings.question_ms,
        Kind.REPLY: settings.reply_ms,
        Kind.ANSWER: settings.reply_ms,
        Kind.REMARK: settings.remark_ms,
        Kind.POINT_OF_ORDER: settings.point_of_order_ms,
    }.get(kind, 0)


def _item_ms(programme: Programme, item: ItemId | None) -> int:
    planned = programme.item(item) if item else None
    return planned.speech_ms if planned else 0
