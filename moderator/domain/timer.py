"""How a time left is shown, and when what is shown changes next."""


def shown_seconds(left_ms: int) -> int:
    """Return whole seconds to show: rounded up while time is left, down once it is over."""
    return -(-left_ms // 1000)


def until_change_ms(left_ms: int) -> int:
    """Return the milliseconds until ``shown_seconds`` changes for a running clock; 1 to 1000."""
    return left_ms - (shown_seconds(left_ms) - 1) * 1000


def clock_text(seconds: int) -> str:
    """Return seconds as m:ss or h:mm:ss; over time (negative) begins with a plus sign."""
    sign, rest = ("+", -seconds) if seconds < 0 else ("", seconds)
    minutes, second = divmod(rest, 60)
    hours, minute = divmod(minutes, 60)
    return f"{sign}{hours}:{minute:02}:{second:02}" if hours else f"{sign}{minute}:{second:02}"


def left_text(left_ms: int) -> str:
    """Return a time left as shown: 1:48, and +0:35 over time."""
    return clock_text(shown_seconds(left_ms))


def spent_text(spent_ms: int) -> str:
    """Return a time spent as m:ss or h:mm:ss, in whole seconds begun and completed."""
    return clock_text(max(0, spent_ms) // 1000)
