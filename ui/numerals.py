"""Numbers, lists and durations as sentences say them. Imports nothing: it is there before the first paint."""

from collections.abc import Sequence


def number(value: int) -> str:
    """1187 as "1,187"."""
    return f"{value:,}"


def count(value: int, one: str, many: str | None = None) -> str:
    """For example: "1 difference", "1,187 differences"."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """For example: "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def left(seconds: float) -> str:
    """For example: "a few seconds left", "about 40 s left", "about 4 min left"."""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 90:
        return f"about {round(seconds / 10) * 10} s left"
    return f"about {round(seconds / 60)} min left"


def duration(minutes: int) -> str:
    """For example: "8 minutes", "2 hours"."""
    return count(minutes, "minute") if minutes < 90 else count(round(minutes / 60), "hour")


def shorten(text: str, limit: int) -> str:
    """Text on one line, cut with an ellipsis; names of 300 characters break nothing."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def tip(text: str) -> str:
    """A tooltip that shows its text as it is: Qt takes for markup what looks like it, and a name may."""
    if "<" not in text and "&" not in text:
        return text
    import html  # noqa: PLC0415  few texts need it, and this module is there before the first paint

    return f"<span style='white-space:pre-wrap'>{html.escape(text)}</span>"


def on_button(text: str) -> str:
    """Words on a button or in a menu: there a single & would underline the next letter instead of being shown."""
    return text.replace("&", "&&")
