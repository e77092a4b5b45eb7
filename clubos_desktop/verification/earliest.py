"""Could we go today? The earliest honest date, and the one wait that binds (features.md N1). Pure.

The date supposes that from now on everything goes well and everything that people can do at once is done at once:
what is left then is waiting. It is therefore never earlier than the truth, and later when something goes wrong.
"""

from dataclasses import dataclass
from datetime import timedelta

from clubos_desktop.model.evidence import Evidence
from clubos_desktop.model.incidents import GRAVE
from clubos_desktop.model.plan import GRACE
from clubos_desktop.model.readiness import Readiness, State
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Phase
from clubos_desktop.model.time import day_of, from_instant, to_instant, wall
from clubos_desktop.verification import on_time
from clubos_desktop.verification.registers import phases
from clubos_desktop.verification.registers.incidents import incidents
from clubos_desktop.verification.registers.known import Known, after, began, locked, starts


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that needs time and nothing else. ``check`` is the criterion that waits, "" for a phase.

    ``alone`` is False where people have something to do about that criterion as well.
    """

    until: Instant
    what: str
    check: str = ""
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Earliest:
    """``at`` is the earliest honest moment, ``binding`` what it waits for; ``needs`` what people have still to do."""

    at: Instant
    today: bool
    binding: str
    waits: tuple[Wait, ...]
    needs: tuple[str, ...]

    @property
    def waiting(self) -> tuple[tuple[str, Instant], ...]:
        """The criteria that need nothing but time, each with its moment."""
        return tuple((wait.check, wait.until) for wait in self.waits if wait.check and wait.alone)

    def sentence(self, zone: str) -> str:
        """For people."""
        if self.today:
            return "You could go today: every gate is passed."
        when = wall(self.at, zone) if self.waits else "today"
        return f"The earliest honest date is {when}: {self.binding}"


def earliest(known: Known, evidence: Evidence, readiness: Readiness) -> Earliest:
    """The earliest moment at which every gate could be passed and the parallel run be long enough."""
    waits = sorted(
        (wait for wait in _waits(known, evidence) if wait.until > known.at), key=lambda wait: wait.until, reverse=True
    )
    needs = tuple(
        f"{criterion.text} {criterion.why}".strip()
        for gate in readiness.gates
        for criterion in gate.criteria
        if criterion.state is not State.PASS
    )
    go = not waits and not needs
    binding = waits[0].what if waits else needs[0] if needs else ""
    return Earliest(waits[0].until if waits else known.at, go, binding, tuple(waits), needs)


def _waits(known: Known, evidence: Evidence) -> list[Wait]:
    parallel, phased = _phases(known)
    return [*phased, _quiet(known, parallel), _copies(known, evidence)]


def _phases(known: Known) -> tuple[Instant, list[Wait]]:
    """When the parallel run begins at best, and the end of its four weeks."""
    present = phases.present(known)
    if present not in phases.ORDER[:3]:
        return began(known, Phase.PARALLEL) or known.at, []
    start = phases.since(known) or known.at
    waits = []
    for phase in phases.ORDER[phases.ORDER.index(present) : 3]:
        parallel, end = start, after(start, phases.LEAST)
        waits.append(Wait(end, f"{phases.NAMES[phase]} lasts four weeks at least."))
        start = max(end, known.at)
    return parallel, waits


def _quiet(known: Known, parallel: Instant) -> Wait:
    grave = [each for each in incidents(known.kept) if each.severity in GRAVE]
    begins = max([parallel, locked(known) or known.at, *(each.closed or known.at for each in grave)])
    days = known.limits.value("incident_days")
    looks = known.kept.of("incident", "looked")
    seen = bool(looks) and after(looks[-1].at, known.limits.value("look_days")) > known.at
    alone = seen and all(each.closed for each in grave)
    what = f"{days} days of the parallel run without an incident of level P1 or P2."
    return Wait(after(begins, days), what, "G3.1", alone)


def _copies(known: Known, evidence: Evidence) -> Wait:
    """The share of due copies, and the days under a plan before it counts; without a lock the days begin now."""
    found, days = evidence.schedule, known.limits.value("sync_days")
    today = day_of(known.at, known.zone)
    if found is None or evidence.lock is None:
        what = f"{days} days of copies by plan, counted from the lock."
        return Wait(starts(today, known.zone, days + 2), what, "G3.2", alone=False)
    counted = starts(found.since, known.zone, days)
    ready = on_time.passes(found, known.limits)
    settled = "" if ready is None else to_instant(from_instant(starts(ready, known.zone, 1)) + GRACE + _MOMENT)
    what = f"{days} days of copies by plan, {known.limits['sync_success'].text} on time."
    return Wait(max(counted, settled), what, "G3.2")


_MOMENT = timedelta(minutes=1)
