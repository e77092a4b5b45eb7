"""What holds a run shut, and who is in charge. Pure but for the one look at the history.

Nobody but a recorded board vote opens the switch; no timer ever does (design.md section 7, rule 6).
"""

from sqlalchemy import Connection

from clubos_desktop.model.domains import Side
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Ballot, Kept, Phase
from clubos_desktop.model.runbook import Plan
from clubos_desktop.model.time import wall
from clubos_desktop.store import audit
from clubos_desktop.verification.gates import PLAIN
from clubos_desktop.verification.registers import afterwards, decided, phases, runbook
from clubos_desktop.verification.registers.known import Known

TRUSTED = frozenset({"vote", "runbook", "checklist", "criteria", "phase", "rehearsal", "emergency"})
"""Registers that a run rests on: with one of them changed behind this program's back, no run begins."""


def forward(known: Known, readiness: Readiness) -> tuple[str, ...]:
    """Why the switch may not begin; () when it may."""
    reasons = _whole(known.kept)
    reasons += [f"Gate {gate.gate} is not passed: {PLAIN[gate.gate]}." for gate in readiness.gates if not gate.passed]
    reasons += _voted(known, Ballot.CUTOVER, "the switch")
    if runbook.in_charge(known.kept) is Side.CLUBOS:
        return ("ClubOS is in charge already.",)
    if phases.present(known) is not Phase.PARALLEL:
        reasons.append(f"The present phase is {phases.NAMES[phases.present(known)]}, not Parallel run.")
    return tuple(reasons + _only_one(known.kept))


def still(known: Known, readiness: Readiness) -> tuple[str, ...]:
    """Why the switch may not go on now: a gate that closed, a vote that ended meanwhile (features.md E24)."""
    reasons = [f"Gate {gate.gate} is not passed: {PLAIN[gate.gate]}." for gate in readiness.gates if not gate.passed]
    return tuple(_whole(known.kept) + reasons + _voted(known, Ballot.CUTOVER, "the switch"))


def back(known: Known, *, emergency: bool = False) -> tuple[str, ...]:
    """Why going back may not begin; () when it may. In an emergency the rule of the board takes the vote's place."""
    ends = afterwards.grace_ends(known.kept)
    if ends is None:
        return ("Wild Apricot is in charge: there is nothing to go back from.",)
    if known.at >= ends:
        return (
            f"The return period ended on {wall(ends, known.zone)}.",
            "What members entered in ClubOS since then is in no other system.",
        )
    reasons = _whole(known.kept)
    if emergency:
        reasons += [] if known.kept.of("emergency", "set") else ["No emergency rule was recorded beforehand."]
    else:
        reasons += _voted(known, Ballot.ROLLBACK, "going back")
    return tuple(reasons + ([] if unfinished_switch(known.kept) else _only_one(known.kept)))


def unfinished_switch(kept: Kept) -> str:
    """The number of the switch that is still under way after ClubOS took over, "" when there is none.

    Going back ends it by itself: in the bad moment nobody looks for a button to stop another run first.
    """
    run = runbook.under_way(kept)
    past = run is not None and run.real and run.begun.plan is Plan.CUTOVER and run.done("switch")
    return run.number if run is not None and past else ""


def valid_vote(known: Known, ballot: Ballot) -> str:
    """The number of the newest vote of this kind that counts; "" when none does."""
    found = decided.votes(known, ballot)
    return found[-1][0].item if found and not decided.void(known, *found[-1]) else ""


def _voted(known: Known, ballot: Ballot, what: str) -> list[str]:
    found = decided.votes(known, ballot)
    if not found:
        return [f"The board has not voted for {what}."]
    return list(decided.void(known, *found[-1]))


def _whole(kept: Kept) -> list[str]:
    broken = sorted(kept.broken & TRUSTED)
    return [f"Something was changed in the file behind this program's back: {', '.join(broken)}."] if broken else []


def _only_one(kept: Kept) -> list[str]:
    run = runbook.under_way(kept)
    return [f"Run {run.number} is still under way. Finish or stop it first."] if run else []


def clock_set_back(conn: Connection, at: Instant) -> str:
    """Why the computer's clock cannot be right: the history holds a later moment. "" when it may be."""
    last = audit.last_moment(conn)
    if last is None or last <= at:
        return ""
    return "The computer's clock is earlier than the last entry of the history: it was set back."


def history_broken(conn: Connection) -> str:
    """Why the history is not to be trusted; "" when it is whole."""
    problems = audit.verify(conn, [])
    return f"The history is not whole: {problems[0].what}" if problems else ""
