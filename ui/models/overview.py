"""What Overview says: are we ready, and what do I do next? No Qt in here."""

from dataclasses import dataclass

from clubos_desktop.model.readiness import GateResult, Readiness, State, Verdict
from clubos_desktop.model.registers import Ballot
from clubos_desktop.verification.gates import PLAIN
from clubos_desktop.verification.lists.sheet import View
from clubos_desktop.verification.reasons import told
from clubos_desktop.verification.registers.decided import void, votes
from clubos_desktop.verification.registers.known import locked
from ui.models.causes import Outline
from ui.models.freshness import Freshness
from ui.places import Place
from ui.tone import Tone
from ui.words import count, number, shorten

GOES_ON = "What was copied is kept; it goes on from where it stopped."
"""The reason itself stands in the red card above."""


@dataclass(frozen=True, slots=True)
class GateFact:
    """A gate as a card: always "Passed" or "Not passed"; tone and reason tell why."""

    gate: int
    name: str
    tone: Tone
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class NextAct:
    """One thing to do. ``place`` None means: copy."""

    title: str
    why: str
    minutes: int
    button: str
    place: Place | None
    wanted: object = None
    """What is shown there."""


@dataclass(frozen=True, slots=True)
class OverviewFacts:
    """Everything on the page."""

    answer: str
    why: str
    gates: tuple[GateFact, ...]
    acts: tuple[NextAct, ...]


def gate_facts(readiness: Readiness | None) -> tuple[GateFact, ...]:
    """The five gates; without a judgement none is measured."""
    if readiness is None:
        return tuple(GateFact(n, name, Tone.UNMEASURED, "Not passed", "Not measured yet") for n, name in PLAIN.items())
    return tuple(gate_fact(gate) for gate in readiness.gates)


def gate_fact(gate: GateResult) -> GateFact:
    """One gate with its strongest reason: a check that failed before one that was never measured."""
    name = PLAIN.get(gate.gate, gate.name)
    if gate.passed:
        return GateFact(gate.gate, name, Tone.GOOD, "Passed", f"All {len(gate.criteria)} checks pass")
    failed = [criterion for criterion in gate.criteria if criterion.state is State.FAIL]
    unmeasured = [criterion for criterion in gate.criteria if criterion.state is State.NOT_MEASURED]
    if failed:
        return GateFact(gate.gate, name, Tone.NEEDS, "Not passed", brief(told(failed[0])))
    whole = len(gate.criteria)
    reason = f"{len(unmeasured)} of {count(whole, 'check')} not measured yet" if unmeasured else "Not measured yet"
    return GateFact(gate.gate, name, Tone.UNMEASURED, "Not passed", reason)


def brief(reason: str) -> str:
    """The first sentence of a reason, short enough for a card; the whole stands under Ready to switch."""
    return shorten(reason.split(". ", maxsplit=1)[0].rstrip("."), 110)


def overview(
    fresh: Freshness,
    outline: Outline,
    readiness: Readiness | None,
    *,
    sheet_safe: bool,
    week: int,
    missing: tuple[str, ...] = (),
    missed: str = "",
) -> OverviewFacts:
    """The page from what is known now.

    ``missing`` are the systems that are not connected yet, ``missed`` tells of a planned copy that was not made.
    """
    gates = gate_facts(readiness)
    passed = sum(gate.tone is Tone.GOOD for gate in gates)
    verdict = readiness.verdict if readiness is not None else Verdict.NOT_MEASURED
    acts = _acts(fresh, outline, missing, sheet_safe=sheet_safe)
    if missed and not fresh.failed:
        acts = (NextAct("Copy now", missed, 3, "Copy now", None), *acts)
    return OverviewFacts(_answer(fresh, verdict, week), _why(fresh, outline, passed), gates, acts)


def with_motion(acts: tuple[NextAct, ...], view: View | None) -> tuple[NextAct, ...]:
    """The acts with the ready motion as the second one in trial weeks, or the lock once it is carried."""
    if view is None or locked(view.known) is not None or not view.known.criteria:
        return acts
    voted = any(not void(view.known, *each) for each in votes(view.known, Ballot.CRITERIA))
    why = "These are trial weeks: they do not count until the board has locked the limits."
    motion = NextAct("Put the ready motion before the board", why, 10, "Show the motion", Place.READY, "votes")
    lock = NextAct("Lock the limits that the board has voted on", why, 2, "Lock the limits", Place.READY, "criteria")
    return (*acts[:1], lock if voted else motion, *acts[1:])


def _answer(fresh: Freshness, verdict: Verdict, week: int) -> str:
    if fresh.oldest is None:
        return "Not measured yet. That is normal at the start."
    if verdict is Verdict.READY_FOR_REVIEW:
        return "Ready for the board to look at."
    if verdict is Verdict.DONE:
        return "The switch is made. ClubOS is in charge."
    if verdict is Verdict.ROLLED_BACK:
        return "Back in Wild Apricot. Both systems run side by side again."
    if verdict is Verdict.AUTHORISED:
        return "The board has decided. The switch may be planned."
    # "normal" only while the plan's weeks last: the first phase has four to eight (parallel-run-model.md, Timeline).
    return f"Not ready. That is normal in week {week}." if week <= 8 else "Not ready."


def _why(fresh: Freshness, outline: Outline, passed: int) -> str:
    if fresh.oldest is None:
        return "Copy both systems first; then this page says what is still missing."
    gates = f"{passed} of 5 gates passed."
    if outline.open:
        causes = count(len(outline.causes), "cause")
        return f"{gates} {count(outline.open, 'difference')} between both systems, {causes}."
    return f"{gates} No difference between both systems; {number(outline.pairs)} pairs were compared."


def _acts(fresh: Freshness, outline: Outline, missing: tuple[str, ...], *, sheet_safe: bool) -> tuple[NextAct, ...]:
    acts: list[NextAct] = []
    acts += [
        NextAct(held.run.reason or "A copy waits for your OK", "Nothing was changed.", 5, "Look at it", Place.COPIES)
        for held in fresh.held[:1]
    ]
    acts += [
        NextAct(f"Connect {name}", "Then both systems can be copied and compared.", 10, f"Connect {name}", Place.COPIES)
        for name in missing
    ]
    if fresh.unfinished:
        acts.append(NextAct("Finish the copy", GOES_ON, 5, "Go on", None))
    elif fresh.oldest is None and len(missing) < 2:
        acts.append(
            NextAct(
                "Make the first copy",
                "It only reads. You can close the laptop meanwhile; copying goes on from there.",
                5,
                "Make the first copy",
                None,
            )
        )
    elif fresh.failed:
        acts.append(NextAct("Finish the last copy", GOES_ON, 3, "Copy now", None))
    if not sheet_safe:
        acts.append(
            NextAct(
                "Print the recovery sheet and put it in a safe place",
                "Without it nobody can open this copy on another computer.",
                5,
                "Show the sheet",
                Place.SETTINGS,
            )
        )
    if outline.open:
        acts += _look(outline)
    if fresh.oldest is not None:
        acts.append(
            NextAct(
                "Make this week's report", "A board pack shows where the move stands.", 3, "Make a pack", Place.BOARD
            )
        )
    return tuple(acts)


def _look(outline: Outline) -> list[NextAct]:
    differences, causes = count(outline.open, "difference"), count(len(outline.causes), "cause")
    if outline.seen_once == outline.open:
        why = f"{differences}, {causes}. All seen once; the next copy confirms them. Nothing is urgent."
        return [
            NextAct("Look at what differs", why, min(15, outline.minutes), "Look at them now", Place.DIFFERENCES),
            NextAct("Copy once more tomorrow", "What is still different then is counted.", 3, "Copy now", None),
        ]
    why = f"{causes}. Start with the first one; it takes about a quarter of an hour."
    return [NextAct(f"Look at {differences}", why, min(15, outline.minutes), "Look at them now", Place.DIFFERENCES)]
