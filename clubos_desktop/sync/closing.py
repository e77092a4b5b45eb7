"""The closing words of a copy, in one calm line: what came, and what differs now that did not before."""

from clubos_desktop.store.came import Came


def sentence(came: Came, clock: str) -> str:
    """For example: "Copied at 14:02: 3 new, 2 changed, nothing gone." ``clock`` is that time, for people."""
    if came.first:
        return f"Copied at {clock}: {_many(came.new, 'record')}."
    if not (came.new or came.changed or came.gone or came.missed or came.back):
        return f"Copied at {clock}: nothing has changed since the copy before."
    parts = [
        f"{came.new:,} new" if came.new else "nothing new",
        f"{came.changed:,} changed" if came.changed else "nothing changed",
        *([f"{came.back:,} listed again"] if came.back else []),
        *([f"{came.missed:,} not listed, which the next copy looks at again"] if came.missed else []),
        f"{came.gone:,} gone" if came.gone else "nothing gone",
    ]
    return f"Copied at {clock}: {', '.join(parts)}."


def differing(came: Came) -> str:
    """For example: "2 differences are new."; "" where both systems were not compared."""
    if came.differences is None:
        return ""
    if came.first:
        return f"{_many(came.differences, 'difference')} between both systems." if came.differences else ""
    if not came.differences:
        return "No difference is new."
    return "1 difference is new." if came.differences == 1 else f"{came.differences:,} differences are new."


def _many(n: int, what: str) -> str:
    return f"{n:,} {what}{'s' * (n != 1)}"
