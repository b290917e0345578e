"""What the hub answers to plain requests: its figures, as Prometheus reads them."""

from collections import Counter
from collections.abc import Iterable, Iterator

from moderator.documents.rights import Role
from moderator.hub.house import House
from moderator.store.commit_times import BOUNDS_S, CommitTimes

KIND = "text/plain; version=0.0.4; charset=utf-8"
"""Of the figures."""

_Sample = tuple[str, float]
"""What follows the name, and the value."""


def metrics(house: House) -> str:
    """Return the hub's figures; they name nobody."""
    return "".join(f"{line}\n" for line in _lines(house))


def _lines(house: House) -> Iterator[str]:
    counts, store = house.counts, house.store
    tokens = [guest.token for guest in house.guests]
    roles = Counter(token.role if token else "" for token in tokens)
    by_role = [(f'{{role="{name or "unknown"}"}}', roles[name]) for name in (*Role, "")]
    yield from _family("connections", "gauge", "Connections now.", by_role)
    yield from _one("documents", "gauge", "Documents in memory.", house.open_rooms)
    yield from _one("updates_total", "counter", "Updates kept.", counts.updates)
    yield from _one("deliveries_total", "counter", "Updates passed on.", counts.deliveries)
    yield from _one("refused_total", "counter", "Updates refused.", counts.refused)
    yield from _one("rebuilt_total", "counter", "Documents filled anew.", counts.rebuilt)
    yield from _commits(store.times)
    failed = store.times.failed
    yield from _one("commit_failures_total", "counter", "Commits that failed.", failed)
    trouble = int(store.trouble is not None)
    yield from _one("storage_trouble", "gauge", "1 while nothing can be committed.", trouble)
    yield from _one("storage_bytes", "gauge", "Size of the database.", store.log_bytes)


def _commits(times: CommitTimes) -> Iterator[str]:
    *within, all_of_them = times.up_to()
    samples: list[_Sample] = [
        *((f'_bucket{{le="{bound}"}}', n) for bound, n in zip(BOUNDS_S, within, strict=True)),
        ('_bucket{le="+Inf"}', all_of_them),
        ("_sum", times.total_s),
        ("_count", all_of_them),
    ]
    yield from _family("commit_seconds", "histogram", "How long commits took.", samples)


def _one(name: str, kind: str, about: str, value: float) -> Iterator[str]:
    return _family(name, kind, about, [("", value)])


def _family(name: str, kind: str, about: str, samples: Iterable[_Sample]) -> Iterator[str]:
    yield f"# HELP moderator_hub_{name} {about}"
    yield f"# TYPE moderator_hub_{name} {kind}"
    for rest, value in samples:
        yield f"moderator_hub_{name}{rest} {value}"
