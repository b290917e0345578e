"""The hub's figures, read as Prometheus reads them."""

import asyncio
import urllib.request
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from moderator.documents.rights import Role
from tests.hub.kit import NAME, RunningHub, laptops, play


def _get(url: str) -> tuple[str, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.headers["Content-Type"], answer.read().decode()


def test_the_figures_are_what_prometheus_can_read_and_tell_what_happened(tmp_path: Path) -> None:
    async def story(hub: RunningHub) -> None:
        async with laptops(hub, Role.CHAIR, Role.NOTE_TAKER, Role.NOTE_TAKER, name=NAME) as made:
            made[0].put("said", "1")
            for laptop in made:
                await laptop.settle()
            url = hub.url.replace("ws:", "http:").replace("/sync", "/metrics")
            kind, text = await asyncio.to_thread(_get, url)
        assert kind.startswith("text/plain; version=0.0.4")
        families = {family.name: family for family in text_string_to_metric_families(text)}
        assert all(family.documentation for family in families.values())
        values = {
            (sample.name, *sample.labels.values()): sample.value
            for family in families.values()
            for sample in family.samples
        }
        assert len(values) == sum(len(family.samples) for family in families.values())
        assert values["moderator_hub_connections", "chair"] == 1
        assert values["moderator_hub_connections", "note-taker"] == 2
        assert values["moderator_hub_connections", "unknown"] == 0
        assert values["moderator_hub_documents",] == 1
        assert values["moderator_hub_updates_total",] == 1
        assert values["moderator_hub_deliveries_total",] == 2
        assert values["moderator_hub_storage_bytes",] > 10_000
        assert values["moderator_hub_storage_trouble",] == 0
        commits = values["moderator_hub_commit_seconds_count",]
        assert commits >= 1
        assert values["moderator_hub_commit_seconds_bucket", "+Inf"] == commits
        assert values["moderator_hub_commit_seconds_sum",] > 0
        assert families["moderator_hub_commit_seconds"].type == "histogram"

    play(tmp_path, story)
