"""What Differences says: its heading, its line of filters, and why there may be nothing. No Qt in here."""

from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import PAIRED
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.store.views import DifferenceFilter
from ui.models.causes import OPEN, Outline
from ui.models.freshness import Freshness
from ui.words import clock_time, count, duration, number

FILTERS: dict[str, tuple[str, DifferenceFilter]] = {
    "once": ("{n} seen once", DifferenceFilter(kinds=OPEN, status=Status.SEEN_ONCE)),
    "twice": ("{n} seen twice", DifferenceFilter(kinds=OPEN, status=Status.CONFIRMED)),
    "equal": ("{n} equal by your rules", DifferenceFilter(kinds=(Kind.IGNORED,))),
    "apart": ("{n} cannot be compared", DifferenceFilter(kinds=(Kind.NOT_COMPARABLE,))),
}
"""The line of filters, always visible: nothing is hidden without a number."""


def filter_texts(outline: Outline) -> dict[str, str]:
    """The words of each filter with its number."""
    numbers = {
        "once": outline.seen_once,
        "twice": outline.open - outline.seen_once,
        "equal": outline.ignored,
        "apart": outline.not_comparable,
    }
    return {key: text.format(n=number(numbers[key])) for key, (text, _) in FILTERS.items()}


def heading(outline: Outline, fresh: Freshness, zone: str) -> tuple[str, str]:
    """The answer and its line."""
    causes = count(len(outline.causes), "cause")
    twice = outline.open - outline.seen_once
    if fresh.oldest is None:
        return "Nothing to compare yet.", "Both systems are compared as soon as both were copied."
    if not outline.open:
        return "Nothing differs.", compared(fresh, zone)
    if not twice:
        answer = f"{count(outline.open, 'difference')}, {causes}, about {duration(outline.minutes)}."
        return answer, "All seen once; the next copy confirms them. Nothing is urgent."
    needs = "needs" if twice == 1 else "need"
    return f"{count(twice, 'difference')} {needs} you, {causes}.", f"Seen twice, so real. {compared(fresh, zone)}"


def nothing(fresh: Freshness, zone: str) -> tuple[str, str, str, str]:
    """Sentence, detail, button and symbol where there is no difference to show."""
    if fresh.oldest is not None:
        return "Nothing differs.", compared(fresh, zone), "", "circle-check"
    missing = [side.name for side in (fresh.wild_apricot, fresh.clubos) if side.copied_at is None]
    sentence = "Only one side is here." if len(missing) == 1 else "Nothing copied yet."
    return sentence, f"There is no whole copy of {' and '.join(missing)} yet.", "Go to Copies", "git-compare"


def compared(fresh: Freshness, zone: str) -> str:
    """For example: "Compared 1,200 members, 340 events at 08:14.": zero never stands alone."""
    lines = {line.domain: line for line in fresh.lines}
    parts = [f"{lines[each].wild_apricot_copied} {DOMAIN_LABELS[each].lower()}" for each in PAIRED if each in lines]
    when = "" if fresh.oldest is None else f" at {clock_time(fresh.oldest, zone)}"
    return f"Compared {', '.join(parts)}{when}." if parts else ""
