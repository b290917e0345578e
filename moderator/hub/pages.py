"""What the hub answers to plain requests: its figures, as Prometheus reads them."""

from moderator.hub.house import House


def metrics(house: House) -> str:
    """Return the hub's figures, one a line; they name nobody."""
    counts = house.counts
    rows = (
        ("moderator_hub_connections", "gauge", "Connections now.", len(house.guests)),
        ("moderator_hub_documents", "gauge", "Documents in memory.", house.open_rooms),
        ("moderator_hub_updates_total", "counter", "Updates kept.", counts.updates),
        ("moderator_hub_deliveries_total", "counter", "Updates passed on.", counts.deliveries),
        ("moderator_hub_refused_total", "counter", "Updates refused.", counts.refused),
        ("moderator_hub_rebuilt_total", "counter", "Documents filled anew.", counts.rebuilt),
    )
    return "".join(
        f"# HELP {name} {about}\n# TYPE {name} {kind}\n{name} {value}\n"
        for name, kind, about, value in rows
    )
