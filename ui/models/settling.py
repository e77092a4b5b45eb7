"""The ways to settle a difference, with their keys and words (ui.md section 4). No Qt in here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from clubos_desktop.model.differences import Kind
from clubos_desktop.model.findings import Choice, Decision, Ended, Finding, Standing
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import day_of, from_instant, spell, to_instant
from ui.models.differing import seen_text, seen_tone
from ui.tone import Tone
from ui.words import shorten


@dataclass(frozen=True, slots=True)
class Way:
    """A decision: its key in the list, its words, what it asks for ("reason", "until", "value", "owner")."""

    choice: Choice
    key: str
    label: str
    asks: tuple[str, ...] = ()
    done: str = "Settled."


RIGHT = (
    Way(Choice.CLUBOS, "1", "Wild Apricot is right", done="To be corrected in ClubOS, by hand."),
    Way(Choice.LEGACY, "2", "ClubOS is right", done="To be corrected in Wild Apricot, by hand."),
)
"""The two sides, alike in size and colour: a decision has no default."""

OTHERS = (
    Way(Choice.VALUE, "E", "Another value", ("value",), "To be corrected in both systems, by hand."),
    Way(Choice.EQUAL, "R", "Treat as equal", ("reason",), "Counted as equal while both values stay as they are."),
    Way(Choice.ACCEPT, "A", "Accept for now", ("reason", "until"), "Accepted for now."),
    Way(Choice.ASK, "Q", "Ask someone", ("owner", "reason"), "Noted who is asked."),
    Way(Choice.NOTE, "N", "Note", ("note",), "Note kept."),
    Way(Choice.UNDECIDED, "U", "Undecided", (), "Undecided again."),
)

WAYS = (*RIGHT, *OTHERS)

AGREED = ("3", "When they last agreed")
"""Another value that nobody needs to type: what both systems showed before one of them changed."""

_ENDED = {
    Ended.NO: "",
    Ended.UNDONE: "Undone.",
    Ended.REPLACED: "Replaced by a later decision.",
    Ended.VALUES_CHANGED: "Over: a value changed.",
    Ended.GONE: "Done: the difference is gone.",
}

PROMPTS = {
    "reason": "Why",
    "until": "Until",
    "value": "What both should say",
    "owner": "Who is asked",
    "note": "Note",
}

ALIKE = (Choice.CLUBOS, Choice.LEGACY, Choice.EQUAL, Choice.ACCEPT, Choice.ASK)
"""Decisions that make sense for many differences at once."""

_STANDINGS = {
    Standing.STILL_THERE: (Tone.NEEDS, "Still there"),
    Standing.EXPIRED: (Tone.NEEDS, "To decide again"),
    Standing.TO_CORRECT: (Tone.WAY, "To be corrected"),
    Standing.ASKED: (Tone.WAY, "Somebody is asked"),
    Standing.ACCEPTED: (Tone.UNMEASURED, "Accepted"),
    Standing.EQUAL: (Tone.UNMEASURED, "Treated as equal"),
}


def way_of(choice: Choice) -> Way:
    """The words of a choice."""
    return next(way for way in WAYS if way.choice is choice)


WHOLE = {
    (Kind.ONLY_LEGACY, Choice.CLUBOS): "It belongs in both: add it in ClubOS",
    (Kind.ONLY_LEGACY, Choice.LEGACY): "It belongs in neither: remove it",
    (Kind.ONLY_CLUBOS, Choice.CLUBOS): "It belongs in neither: remove it",
    (Kind.ONLY_CLUBOS, Choice.LEGACY): "It belongs in both: add it in Wild Apricot",
}
"""Who is right, said of a whole record that one system lacks."""


def label_of(choice: Choice, kind: Kind) -> str:
    """What a choice means for a difference of this kind."""
    return WHOLE.get((kind, choice), way_of(choice).label)


def perhaps_text(n: int) -> str:
    """A warning before records are added or removed that may be there under another name."""
    stand = "stands" if n == 1 else "stand"
    return f"{n} of them {stand} under “to pair” too: perhaps the same as somebody there. Look at these first."


def standing_word(finding: Finding) -> str:
    """How it stands, in two or three words."""
    return _STANDINGS[finding.standing][1] if finding.standing in _STANDINGS else seen_text(finding.difference)


def standing_tone(finding: Finding) -> Tone:
    """The colour of how it stands."""
    return _STANDINGS[finding.standing][0] if finding.standing in _STANDINGS else seen_tone(finding.difference)


def decided_text(finding: Finding, when: str, who: str, names: Mapping[str, str]) -> str:
    """What was decided, by whom, and what happens now; "" when nothing was. ``names`` are people by their actors."""
    decision = finding.decision
    if decision is None or finding.standing is Standing.OPEN:
        return ""
    way = way_of(decision.choice)
    said = f"{who}, {when}: {label_of(decision.choice, finding.difference.kind)}."
    if decision.value:
        said += f" Both should say: {decision.value}."
    owner = names.get(decision.owner, decision.owner).split(",")[0]
    if owner and decision.choice is Choice.ASK:
        said += f" Asked: {owner}."
    elif owner and decision.owner != decision.by:
        said += f" By {owner}."
    if decision.reason:
        said += f" {decision.reason}"
    if finding.standing is Standing.STILL_THERE:
        return f"{said} It was still there in the last copy."
    whole = (finding.difference.kind, decision.choice) in WHOLE
    done = "To be done by hand." if whole else way.done
    return f"{said} {done}" if finding.standing is Standing.TO_CORRECT else said


def told(decision: Decision, names: Mapping[str, str], when: str) -> str:
    """A decision of the past on one line."""
    who = names.get(decision.by, decision.by).split(",")[0]
    parts = [f"{who}, {when}: {way_of(decision.choice).label}."]
    parts += [f"Both should say: {decision.value}."] if decision.value else []
    parts += [shorten(decision.reason, 300)] if decision.reason else []
    return " ".join([*parts, _ENDED[decision.ended]]).strip()


def until_text(expires: Instant | None, zone: str) -> str:
    """The last day of an acceptance: it ends at midnight in the club's zone."""
    if expires is None:
        return ""
    last = to_instant(from_instant(expires) - timedelta(minutes=1))
    return spell(day_of(last, zone))
