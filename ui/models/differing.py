"""A difference in words. No Qt in here."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from clubos_desktop.findings.marking import Mark, Marks
from clubos_desktop.findings.naming import label_of, meaning
from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.domains import FINANCE
from clubos_desktop.model.fields import DOMAIN_LABELS, ONE
from ui.tone import Tone
from ui.words import moment


def field_text(difference: Difference) -> str:
    """The field, or what it means that a whole record stands alone."""
    if difference.kind is Kind.ONLY_LEGACY:
        return f"Whole {ONE[difference.domain]}"
    if difference.kind is Kind.ONLY_CLUBOS:
        return f"Whole {ONE[difference.domain]}"
    if not difference.field:
        return f"Whole {ONE[difference.domain]}"
    return label_of(difference.domain, difference.field)


def wild_apricot_text(difference: Difference) -> str:
    """What stands in Wild Apricot's column."""
    if difference.kind is Kind.ONLY_LEGACY:
        return difference.legacy or "is there"
    if difference.kind is Kind.ONLY_CLUBOS:
        return "not there"
    return difference.legacy if difference.legacy is not None else "(empty)" if difference.field else "is there"


def clubos_text(difference: Difference) -> str:
    """What stands in ClubOS's column."""
    if difference.kind is Kind.ONLY_CLUBOS:
        return difference.clubos or "is there"
    if difference.kind is Kind.ONLY_LEGACY:
        return "not there"
    if difference.domain in FINANCE:
        return "shows no amounts"
    if difference.kind is Kind.NOT_COMPARABLE:
        return difference.clubos or "cannot be compared"
    return difference.clubos if difference.clubos is not None else "(empty)"


def seen_text(difference: Difference) -> str:
    """Seen once, Seen twice, Gone."""
    if difference.kind is Kind.IGNORED:
        return "Equal by your rules"
    if difference.kind is Kind.NOT_COMPARABLE:
        return "Cannot be compared"
    words = {Status.SEEN_ONCE: "Seen once", Status.CONFIRMED: "Seen twice", Status.CLOSED: "Gone"}
    return words[difference.status]


def seen_tone(difference: Difference) -> Tone:
    """A difference seen twice needs a person; one seen once waits for the next copy."""
    if difference.kind in (Kind.IGNORED, Kind.NOT_COMPARABLE):
        return Tone.UNMEASURED
    tones = {Status.SEEN_ONCE: Tone.WAY, Status.CONFIRMED: Tone.NEEDS, Status.CLOSED: Tone.GOOD}
    return tones[difference.status]


@dataclass(frozen=True, slots=True)
class DifferenceFacts:
    """One difference in words."""

    who: str
    what: str
    field: str
    wild_apricot: str
    clubos: str
    seen: str
    means: str
    detail: str


def facts(difference: Difference, zone: str, now: datetime) -> DifferenceFacts:
    """Everything the detail says."""
    first = moment(difference.first_seen, zone, now)
    if difference.kind in (Kind.IGNORED, Kind.NOT_COMPARABLE):
        seen = f"Since {first}."
    elif difference.closed is not None:
        twice = "" if difference.confirmed is None else f" and {moment(difference.confirmed, zone, now)}"
        seen = f"Seen {first}{twice}. Gone since {moment(difference.closed, zone, now)}."
    elif difference.confirmed is not None:
        seen = f"Seen {first} and {moment(difference.confirmed, zone, now)}."
    else:
        seen = f"Seen once, {first}. The next copy confirms it, or it is gone."
    return DifferenceFacts(
        difference.who,
        DOMAIN_LABELS[difference.domain],
        field_text(difference),
        wild_apricot_text(difference),
        clubos_text(difference),
        seen,
        _means(difference),
        difference.detail,
    )


def _means(difference: Difference) -> str:
    if difference.kind is Kind.IGNORED:
        return "Both mean the same; your rules say so. It counts as equal."
    if difference.kind is Kind.NOT_COMPARABLE:
        return "One of both systems does not show this, so nobody can call it equal. It counts for nothing."
    return meaning(difference.domain, difference.kind, difference.field)


def marked(pieces: Marks, letter: str, word: str) -> str:
    """HTML of a value: words that differ on one ground, in them the letters that differ on another and underlined.

    Everything is escaped. ``letter`` and ``word`` are colours.
    """
    parts = []
    for text, mark in pieces:
        said = escape(text)
        if mark is Mark.LETTER:
            said = f'<span style="background-color:{letter}; text-decoration:underline">{said}</span>'
        elif mark is Mark.WORD:
            said = f'<span style="background-color:{word}">{said}</span>'
        parts.append(said)
    return "".join(parts).replace("\n", "<br>")
