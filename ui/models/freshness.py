"""How fresh and how complete the copies are, in words. No Qt in here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.runs import Run, RunState
from clubos_desktop.store import views
from ui.tone import Tone
from ui.words import ago, count, listed, moment, number


@dataclass(frozen=True, slots=True)
class DomainLine:
    """One line of the table on Copies: what both systems hold of one kind of record."""

    domain: Domain
    label: str
    wild_apricot: str
    wild_apricot_copied: str
    clubos: str
    clubos_copied: str
    since: str
    tone: Tone
    state: str
    age: str = "–"


@dataclass(frozen=True, slots=True)
class SideCopy:
    """How the copy of one system stands."""

    side: Side
    name: str
    tone: Tone
    state: str
    sentence: str
    copied_at: str | None
    age: str = ""


@dataclass(frozen=True, slots=True)
class Freshness:
    """Both copies."""

    wild_apricot: SideCopy
    clubos: SideCopy
    lines: tuple[DomainLine, ...]
    held: tuple[views.Held, ...]
    failed: tuple[Run, ...]
    oldest: str | None
    """When the older of both copies was made, None until both are there."""
    unfinished: bool = False
    """A copy was begun and is not at its end; while none is made this means that it was stopped."""
    undone: tuple[Run, ...] = ()
    """The newest runs that were taken back."""

    @property
    def complete(self) -> bool:
        """True when both copies are whole."""
        return self.oldest is not None and not (self.held or self.failed or self.unfinished or self.undone)


def read_freshness(conn: Connection, now: datetime, zone: str, *, busy: bool = False) -> Freshness:
    """The state of both copies from one snapshot; ``busy`` while a copy is made."""
    latest = views.latest_runs(conn)
    totals = {(total.side, total.domain): total for total in views.totals(conn)}
    held = [views.held(conn, run.id) for run in latest.values() if run.state is RunState.HELD]
    sides = {side: _side(side, latest, totals, now, zone) for side in Side}
    times = [sides[side].copied_at for side in Side]
    return Freshness(
        sides[Side.LEGACY],
        sides[Side.CLUBOS],
        tuple(
            _line(domain, latest, totals, now, busy=busy)
            for domain in Domain
            if any((side, domain) in latest or (side, domain) in totals for side in Side)
        ),
        tuple(each for each in held if each is not None),
        tuple(run for run in latest.values() if run.state in (RunState.FAILED, RunState.PARTIAL)),
        None if None in times else min(time for time in times if time is not None),
        any(run.state is RunState.RUNNING for run in latest.values()),
        tuple(run for run in latest.values() if run.state is RunState.UNDONE),
    )


def busy_word(side: SideCopy) -> str:
    """What is said of a copy while it is made: known figures stay."""
    return "Being copied" if side.copied_at is None else "Being refreshed"


def busy_sentence(side: SideCopy) -> str:
    """The line below that word: nothing is stopped now, so only the age of the last whole copy stays."""
    return side.age or "What is copied already is kept."


def _side(
    side: Side,
    latest: dict[tuple[Side, Domain], Run],
    totals: dict[tuple[Side, Domain], views.Total],
    now: datetime,
    zone: str,
) -> SideCopy:
    name = SIDE_LABELS[side]
    runs = [run for (of, _), run in latest.items() if of is side]
    accepted = [total.accepted for (of, _), total in totals.items() if of is side and total.accepted is not None]
    ends = [run.ended for run in accepted if run.ended is not None]
    copied = min(ends) if ends else None
    stopped = [run for run in runs if run.state in (RunState.FAILED, RunState.PARTIAL)]
    waiting = [run for run in runs if run.state is RunState.HELD]
    running = [run for run in runs if run.state is RunState.RUNNING]
    if running and all(run.copy >= running[0].copy for run in accepted):
        copied = None  # the first copy is not whole yet, whatever of it was taken over already
    when = "" if copied is None else f"Copied {moment(copied, zone, now)}, {ago(copied, now)}."
    if waiting:
        return SideCopy(
            side, name, Tone.NEEDS, "Waiting for your OK", f"{waiting[0].reason} {when}".strip(), copied, when
        )
    if stopped:
        return SideCopy(side, name, Tone.PROBLEM, "Not finished", f"{stopped[0].reason} {when}".strip(), copied, when)
    if running:
        on = "The next copy goes on from where this one stopped."
        return SideCopy(side, name, Tone.NEEDS, "Not finished yet", f"{on} {when}".strip(), copied, when)
    if any(run.state is RunState.UNDONE for run in runs):
        return SideCopy(side, name, Tone.NEEDS, "Taken back", f"The newest copy was taken back. {when}", copied, when)
    if copied is None:
        return SideCopy(side, name, Tone.UNMEASURED, "Not copied yet", "Nothing here yet.", copied)
    return SideCopy(side, name, Tone.GOOD, "Complete", when, copied, when)


def _line(
    domain: Domain,
    latest: dict[tuple[Side, Domain], Run],
    totals: dict[tuple[Side, Domain], views.Total],
    now: datetime,
    *,
    busy: bool,
) -> DomainLine:
    cells = {side: _cells(totals.get((side, domain)), latest.get((side, domain))) for side in Side}
    runs = [run for side in Side if (run := latest.get((side, domain))) is not None]
    tone, state = _state(runs, busy=busy)
    return DomainLine(
        domain,
        DOMAIN_LABELS[domain],
        *cells[Side.LEGACY],
        *cells[Side.CLUBOS],
        _since(runs),
        tone,
        state,
        _age([total for side in Side if (total := totals.get((side, domain))) is not None], now),
    )


def _age(totals: list[views.Total], now: datetime) -> str:
    """How old the older whole copy of a kind of record is."""
    ends = [total.accepted.ended for total in totals if total.accepted is not None and total.accepted.ended is not None]
    return ago(min(ends), now) if ends else "–"


def _cells(total: views.Total | None, run: Run | None) -> tuple[str, str]:
    """What the source says it has, and how many of these the copy holds."""
    if total is None and run is None:
        return "–", "–"
    present = 0 if total is None else total.present
    said = run.source_count if run is not None and run.source_count is not None else None
    there = number(present) if said is None or (run is not None and run.mode == "incremental") else number(said)
    return there, number(present)


def _since(runs: list[Run]) -> str:
    if runs and all(run.copy == 1 for run in runs):
        return "first copy"
    changed, missing = sum(run.changed for run in runs), sum(run.missing for run in runs)
    parts = [count(changed, "change")] if changed else []
    parts += [f"{number(missing)} not listed"] if missing else []
    return listed(parts) if parts else "nothing"


def _state(runs: list[Run], *, busy: bool) -> tuple[Tone, str]:
    states = {run.state for run in runs}
    for state, tone, word in (
        (RunState.FAILED, Tone.PROBLEM, "Failed"),
        (RunState.PARTIAL, Tone.PROBLEM, "Stopped"),
        (RunState.HELD, Tone.NEEDS, "Waiting for your OK"),
        (RunState.RUNNING, Tone.WAY, "Running" if busy else "Not finished yet"),
        (RunState.UNDONE, Tone.NEEDS, "Taken back"),
    ):
        if state in states:
            return tone, word
    return Tone.GOOD, "Complete"
