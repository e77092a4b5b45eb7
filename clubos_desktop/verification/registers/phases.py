"""The five phases: what each needs to begin and to end, and how long it lasts. Pure; a phase never changes by itself.

A phase of the first three lasts 4 to 8 weeks. Shadow counts from the first complete copy of both systems, Pilot and
Parallel run from the signed act that began them (parallel-run model, Timeline). In no phase does this program write to
Wild Apricot: the guard in the transport knows nothing of phases.
"""

from dataclasses import dataclass

from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.registers import Phase
from clubos_desktop.model.time import from_instant, wall
from clubos_desktop.verification.registers import integrations, mailings, operators, runbook
from clubos_desktop.verification.registers.known import Known, after, began, locked, moved
from clubos_desktop.verification.words import counted

ORDER = tuple(Phase)
LEAST, MOST = 28, 56
"""Days of each of the first three phases (4 to 8 weeks)."""

NAMES = {
    Phase.SHADOW: "Shadow",
    Phase.PILOT: "Pilot",
    Phase.PARALLEL: "Parallel run",
    Phase.CUTOVER: "Cutover",
    Phase.AFTER: "Post-cutover",
}

ALLOWS = {
    Phase.SHADOW: "Both systems are copied and compared. Operators train. Members see nothing.",
    Phase.PILOT: "Chosen operators do real tasks in ClubOS. Members see nothing; Wild Apricot is in charge.",
    Phase.PARALLEL: "Members may look at ClubOS. Wild Apricot is in charge; the gates are judged weekly.",
    Phase.CUTOVER: "ClubOS takes over; Wild Apricot is kept for reading.",
    Phase.AFTER: "30 days in which going back is possible.",
}
"""What happens in a phase, for people."""


GUARDS = (
    ("Writing to Wild Apricot", "never: only reading calls leave this computer, in every phase"),
    ("E-mail to members", "none from this program, in every phase; its notices go to the addresses of the settings"),
)
"""What no phase opens, for people: the guard in the transport, and that no flow of this program writes to members."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The phase now.

    ``since`` is when it began to count, ``week`` which week runs, ``earliest`` and ``latest`` its end by the 4 to 8
    weeks, ``planned`` the day its end was planned for, ``missing`` what the next phase still needs.
    """

    phase: Phase
    since: Instant | None
    week: int
    earliest: Instant | None
    latest: Instant | None
    planned: Day | None
    following: Phase | None
    missing: tuple[str, ...]

    @property
    def label(self) -> str:
        """Like "Phase 1 of 5: Shadow, week 3 of 4 to 8"."""
        number = ORDER.index(self.phase) + 1
        name = f"Phase {number} of {len(ORDER)}: {NAMES[self.phase]}"
        if self.phase not in ORDER[:3]:
            return name
        return f"{name}, week {self.week} of 4 to 8" if self.since else f"{name}, begins with the first complete copy"


def present(known: Known) -> Phase:
    """The phase now: what the runbook's steps made of it, else the one last signed, at first Shadow."""
    signed, made = moved(known.kept), runbook.phase(known.kept)
    if made and (made[0] is not Phase.PARALLEL or not signed or signed[-1][0].at < made[1]):
        return made[0]
    return signed[-1][1].phase if signed else Phase.SHADOW


def since(known: Known) -> Instant | None:
    """When the present phase began to count."""
    phase = present(known)
    signed = began(known, phase)
    if phase is not Phase.SHADOW:
        return signed
    return known.complete and max(known.complete, signed or "")


def standing(known: Known, readiness: Readiness) -> Standing:
    """The phase now and what the next one still needs."""
    phase, start = present(known), since(known)
    place = ORDER.index(phase)
    following = ORDER[place + 1] if place + 1 < len(ORDER) else None
    counted = start if phase in ORDER[:3] else None
    earliest = counted and after(counted, LEAST)
    latest = counted and after(counted, MOST)
    week = int(_days(start, known.at) // 7) + 1 if start else 0
    found = moved(known.kept)
    planned = found[-1][1].until if found else None
    missing = tuple(_missing(known, readiness, phase, earliest))
    return Standing(phase, start, week, earliest, latest, planned, following, missing)


def _days(first: Instant, last: Instant) -> float:
    return (from_instant(last) - from_instant(first)).total_seconds() / 86400


def _missing(known: Known, readiness: Readiness, phase: Phase, earliest: Instant | None) -> list[str]:
    """Exit rules of the phase together with the entry rules of the next."""
    if phase in ORDER[:3] and earliest is None:
        return ["Both systems must be copied in full first."]
    early = (
        [f"It lasts 4 weeks at least, until {wall(earliest, known.zone)}."] if earliest and known.at < earliest else []
    )
    return early + _RULES[phase](known, readiness)


def _shadow(known: Known, _: Readiness) -> list[str]:
    team = operators.operators(known.kept)
    waits = mailings.unanswered(known.kept)
    return [
        *([] if locked(known) else ["The board must lock the criteria first."]),
        *([] if team else ["No operator is named yet."]),
        *([] if any(each.trained for each in team) else ["No operator has begun training."]),
        *([f"{counted(waits, 'kind')} of automatic messages not looked at."] if waits else []),
    ]


def _pilot(known: Known, readiness: Readiness) -> list[str]:
    """Operators are trained and did their tasks; what else is connected has an answer (features.md S1.7)."""
    unanswered = sum(each.unanswered for each in integrations.integrations(known.kept).values())
    answers = [f"{counted(unanswered, 'connection')} of Wild Apricot without an answer."] if unanswered else []
    return answers + [
        criterion.text + " " + criterion.why
        for gate in readiness.gates
        for criterion in gate.criteria
        if criterion.id in {"G2.1", "G2.2"} and criterion.why
    ]


def _parallel(_: Known, readiness: Readiness) -> list[str]:
    """Nobody but a recorded vote opens the cutover (design.md section 7, rule 6): it is part of Gate 4."""
    return [f"Gate {gate.gate} is not passed: {gate.name}." for gate in readiness.gates if not gate.passed]


def _switched(_: Known, readiness: Readiness) -> list[str]:
    return [] if readiness.verdict.value == "DONE" else ["The switch day is not recorded as done."]


def _last(_: Known, __: Readiness) -> list[str]:
    return ["There is no later phase."]


_RULES = {
    Phase.SHADOW: _shadow,
    Phase.PILOT: _pilot,
    Phase.PARALLEL: _parallel,
    Phase.CUTOVER: _switched,
    Phase.AFTER: _last,
}
