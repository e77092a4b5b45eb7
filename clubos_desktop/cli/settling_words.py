"""How the command line tells of differences and decisions, as text and under stable names."""

from datetime import timedelta

from clubos_desktop.findings.reading import Summary
from clubos_desktop.model.findings import Choice, Decision, Finding, Standing
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import day_of, from_instant, spell, to_instant

STANDING_WORDS = {
    Standing.OPEN: "needs you",
    Standing.STILL_THERE: "still there",
    Standing.EXPIRED: "no longer accepted",
    Standing.TO_CORRECT: "to be corrected",
    Standing.ASKED: "somebody is asked",
    Standing.ACCEPTED: "accepted",
    Standing.EQUAL: "treated as equal",
}
CHOICE_WORDS = {
    Choice.CLUBOS: "To be corrected in ClubOS",
    Choice.LEGACY: "To be corrected in Wild Apricot",
    Choice.VALUE: "Another value for both",
    Choice.EQUAL: "Treated as equal",
    Choice.ACCEPT: "Accepted for now",
    Choice.ASK: "Somebody is asked",
    Choice.UNDECIDED: "Undecided",
    Choice.NOTE: "Note",
}


def told(decision: Decision, names: dict[str, str], zone: str) -> str:
    """A decision in words: "Accepted for now until 31 Jan 2027: asked her"."""
    owner = f", {names.get(decision.owner, decision.owner)}" if decision.owner else ""
    until = f" until {last_day(decision.expires, zone)}" if decision.expires else ""
    value = f" “{decision.value}”" if decision.value else ""
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{CHOICE_WORDS[decision.choice]}{value}{owner}{until}{reason}"


def last_day(expires: Instant, zone: str) -> str:
    """The day at whose end an acceptance ends."""
    before = to_instant(from_instant(expires) - timedelta(minutes=1))
    return spell(day_of(before, zone))


def headline(summary: Summary) -> str:
    """What stands, with everything that is not in the list beside it."""
    n, standing = summary.needing, summary.standing
    first = f"{n:,} differences need you." if n != 1 else "1 difference needs you."
    others = (
        (summary.once, "of them seen once"),
        (standing.get(Standing.TO_CORRECT, 0), "to be corrected"),
        (standing.get(Standing.ASKED, 0), "asked"),
        (standing.get(Standing.ACCEPTED, 0), "accepted"),
        (standing.get(Standing.EQUAL, 0), "treated as equal"),
        (summary.ignored, "equal by your rules"),
        (summary.not_comparable, "cannot be compared"),
    )
    return first + " Beside them: " + ", ".join(f"{count:,} {what}" for count, what in others) + "."


def summary_json(summary: Summary) -> dict[str, object]:
    """What stands, under stable names."""
    return {
        "needing": summary.needing,
        "seen_once": summary.once,
        "standing": {each.value: summary.standing.get(each, 0) for each in Standing},
        "ignored": summary.ignored,
        "not_comparable": summary.not_comparable,
    }


def finding_json(found: Finding) -> dict[str, object]:
    """A difference with its decision, under stable names."""
    row, decision = found.difference, found.decision
    return {
        "id": row.id,
        "domain": row.domain.value,
        "kind": row.kind.value,
        "legacy_id": row.legacy_id,
        "clubos_id": row.clubos_id,
        "who": row.who,
        "field": row.field,
        "legacy": row.legacy,
        "clubos": row.clubos,
        "standing": found.standing.value,
        "decision": None
        if decision is None
        else {
            "choice": decision.choice.value,
            "batch": decision.batch,
            "at": decision.at,
            "by": decision.by,
            "reason": decision.reason,
            "value": decision.value,
            "owner": decision.owner,
            "expires": decision.expires,
        },
    }
