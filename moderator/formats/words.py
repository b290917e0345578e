"""What kind of agenda item a word in a programme tells of, in Kazakh, Russian and English."""

import re

from moderator.domain.programme import ItemKind, LocalText
from moderator.formats.values import normal

_STEMS: dict[ItemKind, str] = {
    ItemKind.BREAK: (
        r"breaks?\b|lunch|coffee|pause|перерыв|обед|кофе|үзіліс|түскі ас|кофе-брейк|mittagspause"
    ),
    ItemKind.QUESTIONS: "question|q&a|вопрос|сұрақ",
    ItemKind.DECISION: (
        "decision|adoption|vote|voting|resolution|принятие|голосован|решени|резолюц|"
        "қабылдау|дауыс беру|шешім|қарар"
    ),
    ItemKind.DISCUSSION: (
        "discussion|debate|panel|workshop|обсужден|дискусс|прени|панел|круглый стол|"
        "талқылау|пікірталас|жарыссөз|дөңгелек үстел|podium"
    ),
    ItemKind.SPEECH: (
        "speech|talk|lecture|presentation|report|keynote|address|performance|доклад|"
        "выступлен|речь|лекц|презентац|баяндама|сөз сөйлеу|дәріс|таныстыр|vortrag"
    ),
}


def kind_named(word: str) -> ItemKind:
    """Return the kind of item a word in a "kind" column names."""
    text = normal(word)
    if text in {k.value for k in ItemKind}:
        return ItemKind(text)
    return _find(text, tuple(_STEMS)) or ItemKind.OTHER


def likely_kind(title: LocalText, has_presenters: bool) -> ItemKind:
    """Return the likeliest kind of an item from its title; a break is told by its first words."""
    for text in title.texts():
        start = normal(text)[:24]
        if not has_presenters and (found := _find(start, (ItemKind.BREAK, ItemKind.QUESTIONS))):
            return found
    return ItemKind.SPEECH if has_presenters else ItemKind.OTHER


def _find(text: str, kinds: tuple[ItemKind, ...]) -> ItemKind | None:
    for kind in kinds:
        if re.search(rf"\b(?:{_STEMS[kind]})", text):
            return kind
    return None


_SECTORS: dict[str, str] = {
    "government": (
        "government|state|public sector|ministry|authority|государство|госорган|госорганы|"
        "государственный орган|государственные органы|правительство|госсектор|власть|"
        "мемлекет|мемлекеттік орган|мемлекеттік органдар|үкімет"
    ),
    "parliament": "parliament|mp|deputy|deputies|парламент|депутат|депутаты|депутаттар",
    "ngo": (
        "ngo|ngos|npo|nonprofit|non-governmental organisation|non-governmental organization|"
        "civil society|нпо|нко|неправительственная организация|неправительственные организации|"
        "гражданское общество|үеұ|үкіметтік емес ұйым|үкіметтік емес ұйымдар|азаматтық қоғам"
    ),
    "citizen": "citizen|citizens|public|гражданин|граждане|население|азамат|азаматтар",
    "expert": "expert|experts|academia|science|эксперт|эксперты|наука|сарапшы|сарапшылар|ғылым",
    "media": "media|press|journalist|сми|пресса|медиа|журналист|бақ|баспасөз",
    "business": "business|private sector|бизнес|предприниматели|кәсіпкерлік|кәсіпкерлер",
}
_GROUPS = {word: group for group, words in _SECTORS.items() for word in words.split("|")}


def sector_group(name: str) -> str:
    """Return what is equal for two names of one sector, whatever their language."""
    word = normal(name)
    return _GROUPS.get(word, word)
