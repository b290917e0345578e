"""What commands about hubs answer, as text for a terminal."""

from typing import Any

from moderator.words import tr, tr_n


def invited(value: Any) -> str:
    """Return an invitation to pass on."""
    code = []
    if value["code"]:
        code.append(tr("Or with this code, within ten minutes: {code}").format(code=value["code"]))
    rows = [
        *_to_pass_on(value),
        *code,
        tr("Hocuspocus’ programs: address {url}, token {token}").format(**value),
        tr("y-websocket’s programs: address {yjs_url}, the token as protocol").format(**value),
    ]
    return "\n".join((*rows, *(f"  {name}" for name in value["documents"])))


def _to_pass_on(value: Any) -> list[str]:
    return [
        tr("{role}, until {expires}").format(role=value["role"], expires=value["expires"][:10]),
        tr("Join with: {command}").format(command=f'moderator join "{value["link"]}"'),
    ]


def status(value: Any) -> str:
    """Return how a hub is doing."""
    running = tr("The hub runs at {url}") if value["running"] else tr("The hub does not run.")
    rows = [running.format(url=value["url"])]
    if value["running"]:
        rows.append(tr_n("{n} connection", "{n} connections", value["connections"]))
    return "\n".join((*rows, *map(_row, value["invitations"])))


def _row(row: Any) -> str:
    state = tr("taken back") if row["revoked"] else row["expires"][:10]
    return "  ".join((row["id"], row["role"], row["name"], state))


def changed(value: Any) -> str:
    """Return what became of an invitation."""
    return _row(value)


def forums(value: Any) -> str:
    """Return the forums of a hub."""
    rows = [f"{row['id'][:8]}  {row['title']}" for row in value]
    return "\n".join(rows) or tr("No forum yet.")


def joined(value: Any) -> str:
    """Return what joining did."""
    if value["received_only"]:
        said = tr("Joined; the server, no hub of this program, received: {title}")
        more = tr("Others join with: {command}").format(command=f'moderator join "{value["link"]}"')
        return f"{said.format(**value)}\n{more}"
    if value["published"]:
        return tr("Joined; now at the hub: {title}").format(**value)
    return tr("Joined; now open: {title}").format(**value)


def synced(value: Any) -> str:
    """Return that nothing is missing anywhere."""
    if value["received_only"]:
        return tr("The server received everything; whether it keeps it, it does not say.")
    return tr("Everything here is at the hub, and the reverse.")


def left(value: Any) -> str:
    """Return that a hub was left."""
    return tr("Left the hub; the forum stays here.")


def hosted(value: Any) -> str:
    """Return who has joined the meeting hosted here, and how others can."""
    reach = tr("others can join") if value["is_on_network"] else tr("for this laptop only")
    named = [name or tr("somebody") for name in value["others"]]
    rows = [
        tr("Hosted at {address}; {reach}.").format(address=value["address"], reach=reach),
        tr("Invite with: {command}").format(command="moderator host invite --role note-taker"),
        *(f"  {name}" for name in named),
    ]
    return "\n".join(rows)


def stopped(value: Any) -> str:
    """Return that nothing is hosted any more."""
    return tr("Hosted no longer; everything stays here.")


def given(value: Any) -> str:
    """Return an invitation to a meeting hosted here."""
    rows = _to_pass_on(value)
    if value["code"]:
        join = f"moderator join {value['code']} --at {value['address']}"
        rows.append(tr("Or, within ten minutes: {command}").format(command=join))
    return "\n".join(rows)


def standing_by(value: Any) -> str:
    """Return that this laptop is ready."""
    return tr("Standing by: this laptop can host if the host falls silent.")


def stood_down(value: Any) -> str:
    """Return that this laptop is not asked any more."""
    return tr("Standing by no longer.")
