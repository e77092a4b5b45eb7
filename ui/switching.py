"""Switch day and the way back of the open club, as the screens use them. Everything runs on the worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from clubos_desktop import begun, computer, connections, files, reports
from clubos_desktop.awake import Awake
from clubos_desktop.cutover import acts, grace, running, telling, times, watch
from clubos_desktop.cutover.acts import Signer
from clubos_desktop.cutover.checks import Seen
from clubos_desktop.cutover.laptop import Point
from clubos_desktop.cutover.legacy import export
from clubos_desktop.cutover.legacy.export import Made
from clubos_desktop.cutover.running import Place
from clubos_desktop.cutover.telling import Message
from clubos_desktop.cutover.times import Timed, Way
from clubos_desktop.cutover.watch import Board
from clubos_desktop.evidence.papers import Papers
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Person
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runbook import TIMED, Plan, RunKind, Step
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import to_instant
from clubos_desktop.schedule import own_copy
from clubos_desktop.schedule import returning as by_plan
from clubos_desktop.store import people
from clubos_desktop.verification import drift
from clubos_desktop.verification.acts import proofs
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.drift import Drift
from clubos_desktop.verification.registers import afterwards, runbook
from clubos_desktop.verification.registers.afterwards import Emergency
from clubos_desktop.verification.registers.checklists import present
from clubos_desktop.verification.registers.known import Known
from clubos_desktop.verification.registers.operators import contacts
from clubos_desktop.verification.registers.runbook import Run
from clubos_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Returning:
    """The return period (None while Wild Apricot is in charge), who minds it, and returns in an emergency."""

    at: Instant
    zone: str
    period: grace.Period | None
    emergencies: tuple[Emergency, ...]
    lead: str
    carried: tuple[Drift, ...]


def _returning(conn: Connection, now: Known) -> Returning:
    period = grace.period(conn, now)
    names = {person.id: person.name for person in people.every(conn)}
    lead = names.get(period.clock.lead, "") if period else ""
    return Returning(now.at, now.zone, period, afterwards.emergencies(now), lead, drift.to_carry_back(conn, now))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a plan stands at ``at``: the run under way, earlier ones, what locks it, whom to call, the return period."""

    plan: Plan
    at: Instant
    run: Run | None
    earlier: tuple[Run, ...]
    times: tuple[Timed, ...]
    behind: float
    locked: tuple[str, ...]
    in_charge: Side
    clock: grace.Clock | None
    returning: Returning
    slowest: float | None
    people: tuple[Person, ...]
    phones: tuple[tuple[str, str, str], ...]
    zone: str
    me: str
    steps: tuple[Step, ...]
    measured: Mapping[str, float]
    """Seconds that each step took in the slowest of the rehearsals that count."""
    watch: Board | None
    planned: tuple[Day, str] | None
    way: Way | None

    @property
    def cost(self) -> grace.Cost | None:
        """What going back costs now."""
        return None if self.returning.period is None else self.returning.period.cost

    def name(self, role: str) -> str:
        """Who holds a role in the run."""
        number = dict(self.run.begun.roles).get(role) if self.run else None
        return next((person.name for person in self.people if person.id == number), "")


def _measured(runs: Sequence[Run]) -> dict[str, float]:
    """The longest that each step took in rehearsals on a copy that came to their end."""
    found: dict[str, float] = {}
    for run in runs:
        if run.over is not None and run.begun.kind in TIMED:
            for each in run.steps:
                found[each.step.id] = max(each.seconds, found.get(each.step.id, 0.0))
    return found


class Switching:
    """Both plans; one run at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._work = workspace
        self._awake = Awake()

    def standing(self, plan: Plan) -> Job[Standing]:
        """How a plan stands now."""
        database = self._work.database
        now = known(database)
        every = runbook.runs(now.kept, plan)
        run = every[-1] if every and every[-1].open else None
        with database.read() as conn:
            there = tuple(person for person in people.every(conn) if person.active)
            returning = _returning(conn, now)
            planned = acts.planned_day(conn)
        line = times.timeline(run, now.at) if run else ()
        locked = () if run else (yield from acts.looking(database, plan))
        return Standing(
            plan,
            now.at,
            run,
            tuple(each for each in reversed(every) if not each.open),
            line,
            times.behind(run, now.at) if run else 0,
            locked,
            runbook.in_charge(now.kept),
            grace.clock(now),
            returning,
            grace.rehearsed(now),
            there,
            tuple((each.contact.role, each.contact.name, each.contact.reach) for each in contacts(now)),
            now.zone,
            "" if self._work.person is None else str(self._work.person.id),
            present(now.kept, plan),
            _measured(every),
            watch.board(now),
            planned,
            times.way(line) if run else None,
        )

    def message(self) -> Message:
        """The message to the members as it stands. Not for the screen's thread."""
        with self._work.database.read() as conn:
            return telling.message(conn, known(self._work.database))

    def write_message(self, folder: Path) -> str:
        """Text and recipients into a new folder. Raises InputError, StorageError."""
        made, _ = telling.write(self._work.database, folder, self._work.actor)
        return f"Text and list of {len(made.reached)} people are in {folder.name}. Nothing was sent."

    def test_message(self) -> Job[str]:
        """Send the text to the club's own address. Raises InputError, NetworkError, SignInError, LockedError."""
        text = self.message().text
        to = yield from own_copy.send(self._work.database, self._work.keys, text, clock=self._work.clock)
        return f"The test went to {to}."

    def report_week(self, path: Path) -> str:
        """Write the weekly report; returns what was written. Raises InputError, StorageError."""
        made = reports.weekly(self._work)
        files.write(path, made.content, private=True)
        reports.note(self._work, made, path)
        return f"The report of week {made.week} is written."

    def look_now(self) -> Job[object]:
        """Copy Wild Apricot and look at what still changed there. Raises what a copy raises."""
        yield from connections.copy_now(self._work, Mode.INCREMENTAL, sides=(Side.LEGACY,))
        return drift.look(self._work.database, self._work.actor)

    @property
    def _place(self) -> Place:
        return Place(self._work.folder, connections.rules_of(self._work), self._work.club.zone)

    def returning(self) -> Returning | None:
        """How the return period stands; None where no run was ever begun. Not for the screen's thread."""
        at = to_instant(self._work.clock.now())
        with self._work.database.read() as conn:
            return _returning(conn, by_plan.known_now(conn, at)) if by_plan.concerned(conn) else None

    def begin(
        self, plan: Plan, kind: RunKind, roles: dict[str, int], signer: Signer, second: Signer | None
    ) -> Job[Entry]:
        """Begin a rehearsal or the real run. Raises RefusedError, InputError, SignInError."""
        if kind is RunKind.REAL:
            return (yield from begun.begin(self._work, signer, plan, roles, second=second))
        seed = len(runbook.runs(known(self._work.database).kept))
        return (
            yield from running.rehearse_on_copy(
                self._work.database, signer, self._place, plan=plan, kind=kind, roles=roles, seed=seed
            )
        )

    def say(self, step: str, role: str, signer: Signer, *, go: bool, reason: str) -> Entry:
        """GO or NO-GO of a role."""
        return acts.say(self._work.database, signer, step, role, go=go, reason=reason)

    def start(self, step: str) -> Job[Entry]:
        """Begin a step."""
        return running.begin_step(self._work.database, self._work.actor, step, self._place)

    def finish(self, step: str, told: str, file: Path | None, approvers: tuple[Signer, ...]) -> Job[Entry]:
        """A step is done. Raises RefusedError with what is not."""
        seen = yield from self._looked(step, told)
        return (
            yield from running.finish_step(
                self._work.database,
                self._work.actor,
                step,
                self._place,
                told=told,
                file=file,
                approvers=approvers,
                seen=seen,
            )
        )

    def _looked(self, step: str, told: str) -> Job[Seen]:
        run = runbook.under_way(known(self._work.database).kept)
        if step == "laptop":
            real = run is not None and run.real
            return Seen(computer=(yield from computer.faults(self._work, told, real=real)))
        if step == "close" and run is not None and run.real:
            return Seen(open_pages=(yield from connections.open_pages(self._work)))
        return Seen()

    def look_around(self) -> Job[tuple[tuple[Point, ...], str]]:
        """How this computer stands, and the code that shows another one that the workspace was open here."""
        found = yield from computer.look(self._work)
        return found, computer.code(self._work)

    def plan_day(self, day: str, at: str) -> None:
        """Plan the switch for a day and an hour. Raises InputError."""
        acts.plan_day(self._work.database, self._work.actor, day, at)

    def write(self, paper: str, plan: Plan, path: Path, answers: Sequence[str] = ()) -> Path:
        """Write a paper of the day. Raises InputError, StorageError."""
        made = Papers(self._work.database, self._work.club.name, self._work.club.zone)
        with self._work.database.read() as conn:
            planned = acts.planned_day(conn) or ("", "")
        makers: dict[str, Callable[[], bytes]] = {
            "sheet": lambda: made.sheet(plan),
            "calendar": lambda: made.calendar(*planned),
            "reconcile": made.reconciliation,
            "report": lambda: made.report(answers),
        }
        files.write(path, makers[paper](), private=True)
        return path

    def stay_awake(self, *, on: bool) -> str:
        """Hold sleep off, or let it come again; returns how that stands. On the worker alone."""
        if on:
            return self._awake.hold()
        self._awake.release()
        return ""

    def try_restore(self) -> Job[Entry]:
        """Write a backup, restore it into a folder of its own, examine it."""
        return proofs.try_restore(self._work.database, self._work.actor)

    def look(self) -> Entry:
        """One look of the watch."""
        return watch.record(self._work.database, self._work.actor)

    def fail(self, step: str, what: str) -> Entry:
        """A step did not work."""
        return acts.fail(self._work.database, self._work.actor, step, what)

    def repair(self) -> Job[None]:
        """Bring a rehearsal's copy back."""
        return running.repair(self._work.database, self._place)

    def note(self, step: str, text: str) -> Entry:
        """A note in the run."""
        return acts.note(self._work.database, self._work.actor, step, text)

    def stop(self) -> tuple[str, ...]:
        """Stop the run; returns what is to be taken back, last step first."""
        acts.stop(self._work.database, self._work.actor)
        last = runbook.runs(known(self._work.database).kept)[-1]
        return acts.to_undo(last) if last.real else ()

    def end(self) -> Job[Entry]:
        """Close a run of which every step is done."""
        return running.end(self._work.database, self._work.actor, self._place)

    def export(self, folder: Path, *, since_switch: bool) -> Job[Made]:
        """Write what ClubOS holds as files for Wild Apricot."""
        since = runbook.switched(known(self._work.database).kept) if since_switch else None
        return export.write(
            self._work.database, folder, self._place.rules, actor=self._work.actor, since=since, zone=self._place.zone
        )
