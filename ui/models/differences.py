"""What Differences says: its heading, its line of filters, and why there may be nothing. No Qt in here."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.findings.weekly import MAYBE_HOURS
from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import PAIRED, Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.findings import DECIDABLE, NEEDING, Standing
from clubos_desktop.model.time import from_instant
from clubos_desktop.store.views import DifferenceFilter
from ui.models.causes import Outline
from ui.models.freshness import Freshness
from ui.words import ago, clock_time, count, duration, number

FILTERS: dict[str, tuple[str, FindingFilter]] = {
    "need": ("{n} need you", FindingFilter(DifferenceFilter(kinds=DECIDABLE), NEEDING)),
    "once": (
        "of these {n} seen once",
        FindingFilter(DifferenceFilter(kinds=DECIDABLE, status=Status.SEEN_ONCE), NEEDING),
    ),
    "both": ("of these {n} changed in both", FindingFilter(DifferenceFilter(kinds=DECIDABLE), NEEDING)),
    "one": (
        "of these {n} only in one",
        FindingFilter(DifferenceFilter(kinds=(Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)), NEEDING),
    ),
    "still": ("of these {n} still there", FindingFilter(DifferenceFilter(kinds=DECIDABLE), (Standing.STILL_THERE,))),
    "correct": ("{n} to be corrected", FindingFilter(DifferenceFilter(kinds=DECIDABLE), (Standing.TO_CORRECT,))),
    "asked": ("{n} asked", FindingFilter(DifferenceFilter(kinds=DECIDABLE), (Standing.ASKED,))),
    "accepted": ("{n} accepted", FindingFilter(DifferenceFilter(kinds=DECIDABLE), (Standing.ACCEPTED,))),
    "same": ("{n} treated as equal", FindingFilter(DifferenceFilter(kinds=DECIDABLE), (Standing.EQUAL,))),
    "gone": ("{n} settled by a copy", FindingFilter(DifferenceFilter(kinds=DECIDABLE, status=Status.CLOSED))),
    "equal": ("{n} equal by your rules", FindingFilter(DifferenceFilter(kinds=(Kind.IGNORED,)))),
    "apart": ("{n} cannot be compared", FindingFilter(DifferenceFilter(kinds=(Kind.NOT_COMPARABLE,)))),
}
"""The line of filters, always visible: nothing is hidden without a number."""

TITLES = {
    "need": "All that need you",
    "once": "Seen once; the next copy confirms them",
    "both": "Changed in both systems since they agreed",
    "one": "Only in one of the two systems",
    "still": "Still there, though it was to be corrected",
    "correct": "To be corrected by hand; the next copy tells whether it was done",
    "asked": "Somebody was asked",
    "accepted": "Accepted until a day",
    "same": "Treated as equal by a person, one by one",
    "gone": "Settled by a copy: corrected, or the same again in both systems",
    "equal": "Equal by your rules",
    "apart": "Cannot be compared: one system does not show it",
}
"""The heading of each filter's list."""

ONLY_WITH_A_NUMBER = ("both", "still", "correct", "asked", "accepted", "same", "gone")
"""Filters that come with the first decision of their kind."""


def wanted(key: str, both: tuple[int, ...]) -> FindingFilter:
    """The filter behind a key; ``both`` are the differences that both systems changed."""
    found = FILTERS[key][1]
    return replace(found, ids=both) if key == "both" else found


def filter_numbers(outline: Outline, both: int) -> dict[str, int]:
    """How many differences each filter has."""
    return {
        "need": outline.open,
        "once": outline.seen_once,
        "both": both,
        "one": outline.alone,
        "still": outline.still_there,
        "correct": outline.to_correct,
        "asked": outline.asked,
        "accepted": outline.accepted,
        "same": outline.equal,
        "gone": outline.gone,
        "equal": outline.ignored,
        "apart": outline.not_comparable,
    }


def filter_texts(numbers: Mapping[str, int]) -> dict[str, str]:
    """The words of each filter with its number."""
    return {key: FILTERS[key][0].format(n=number(n)) for key, n in numbers.items()}


def heading(outline: Outline, fresh: Freshness, zone: str, now: datetime | None = None) -> tuple[str, str]:
    """The answer and its line; with ``now`` it says when something waits for its second look too long."""
    answer, why = _heading(outline, fresh, zone)
    return answer, why + _late(outline, now)


def _late(outline: Outline, now: datetime | None) -> str:
    since = outline.oldest_once
    if now is None or since is None or now - from_instant(since) <= timedelta(hours=MAYBE_HOURS):
        return ""
    return f" The oldest one seen only once was found {ago(since, now)}: copy again."


def _heading(outline: Outline, fresh: Freshness, zone: str) -> tuple[str, str]:
    causes = count(len(outline.causes), "cause")
    twice = outline.open - outline.seen_once
    if fresh.oldest is None:
        return "Nothing to compare yet.", "Both systems are compared as soon as both were copied."
    settled = outline.to_correct + outline.asked + outline.accepted + outline.equal
    if not outline.open and settled:
        return "Nothing needs you.", f"{count(settled, 'difference')} settled. {compared(fresh, zone)}"
    if not outline.open:
        return "Nothing differs.", compared(fresh, zone)
    if not twice:
        answer = f"{count(outline.open, 'difference')}, {causes}, about {duration(outline.minutes)}."
        return answer, "All seen once; the next copy confirms them. Nothing is urgent."
    needs = "needs" if outline.open == 1 else "need"
    return f"{count(outline.open, 'difference')} {needs} you, {causes}.", f"{_seen(outline)} {compared(fresh, zone)}"


def _seen(outline: Outline) -> str:
    """How sure these differences are: the heading, its filter and the sidebar count the same ones."""
    if not outline.seen_once:
        return "Seen twice, so real."
    twice = outline.open - outline.seen_once
    return f"{number(twice)} seen twice, so real; the next copy confirms the other {number(outline.seen_once)}."


def nothing(fresh: Freshness, zone: str, *, busy: bool = False) -> tuple[str, str, str, str]:
    """Sentence, detail, button and symbol where there is no difference to show."""
    if fresh.oldest is None and busy:
        return "Both systems are being copied.", "What differs is shown as soon as both copies are whole.", "", "clock"
    if fresh.oldest is not None:
        return "Nothing differs.", compared(fresh, zone), "", "circle-check"
    missing = [side.name for side in (fresh.wild_apricot, fresh.clubos) if side.copied_at is None]
    sentence = "Only one side is here." if len(missing) == 1 else "Nothing copied yet."
    return sentence, f"There is no whole copy of {' and '.join(missing)} yet.", "Go to Copies", "git-compare"


def _copied(number_: str, domain: Domain) -> str:
    name = DOMAIN_LABELS[domain].lower()
    return f"{number_} {name.removesuffix('s') if number_ == '1' else name}"


def compared(fresh: Freshness, zone: str) -> str:
    """For example: "Compared 1,200 members, 340 events at 08:14.": zero never stands alone."""
    lines = {line.domain: line for line in fresh.lines}
    parts = [_copied(lines[each].wild_apricot_copied, each) for each in PAIRED if each in lines]
    when = "" if fresh.oldest is None else f" at {clock_time(fresh.oldest, zone)}"
    if fresh.unfinished and parts and when:
        return f"Compared {', '.join(parts)}. The last copy is not finished, so a part of this stands as it was{when}."
    return f"Compared {', '.join(parts)}{when}." if parts else ""
