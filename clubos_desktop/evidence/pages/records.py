"""The copies that were made, and the differences that stand: the first of each kind, and in the annex every one."""

from collections.abc import Sequence

from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import HIDDEN, EvidencePack, Line
from clubos_desktop.evidence.pages.annex import INLINE, rest
from clubos_desktop.evidence.pages.times import day_in, when
from clubos_desktop.evidence.paper import NEEDS_YOU, SECONDARY, TEXT
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.model.evidence import RunFigures
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.verification.words import counted


def copies(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """The sync record: every run, and the calls that were made."""
    flow.heading("The copies", "Sync record")
    writing = figures["calls.legacy.writing"]
    flow.paragraph(
        f"{figures['runs.complete'].value} of {counted(len(pack.runs), 'copy', 'copies')} were complete. "
        f"{writing.value} of {figures['calls.legacy'].value} calls to Wild Apricot could have changed something there "
        f"({writing.id}); {figures['calls.clubos.writing'].value} of {figures['calls.clubos'].value} to ClubOS.",
    )
    zone = pack.evidence.zone
    flow.table(_RUNS, [_run(run, zone) for run in pack.runs] or [[Cell("–")] + [Cell("")] * 8], size=8)


_RUNS = (
    Column("Run", 28),
    Column("What", 66),
    Column("From", 62),
    Column("Kind", 56),
    Column("Ended", 94),
    Column("Counted", 45, "right"),
    Column("Listed", 44, "right"),
    Column("Changed", 47, "right"),
    Column("State", 57.28),
)
_RUN_WORDS = {
    RunState.RUNNING: "running",
    RunState.COMPLETE: "complete",
    RunState.PARTIAL: "stopped halfway",
    RunState.HELD: "waits for OK",
    RunState.FAILED: "failed",
    RunState.UNDONE: "taken back",
}


def _run(run: RunFigures, zone: str) -> list[Cell]:
    fine = run.state is RunState.COMPLETE
    return [
        Cell(f"{run.id}", ink=SECONDARY),
        Cell(DOMAIN_LABELS[run.domain]),
        Cell(SIDE_LABELS[run.side]),
        Cell("everything" if run.mode is Mode.FULL else "changes"),
        Cell(when(run.ended, zone)),
        Cell("–" if run.source_count is None else f"{run.source_count:,}"),
        Cell(f"{run.listed:,}"),
        Cell(f"{run.changed:,}"),
        Cell(_RUN_WORDS[run.state], bold=not fine, ink=SECONDARY if fine else NEEDS_YOU.ink),
    ]


def differences(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """The first differences of each kind."""
    flow.heading("The differences", "Discrepancies")
    hidden = "" if pack.names_shown else " Names are hidden: the same word always means the same person or booking."
    flow.paragraph(
        f"{counted(len(pack.differences), 'difference')} ({figures['differences.listed'].id}).{hidden}", ink=SECONDARY
    )
    if not pack.differences:
        flow.paragraph("Nothing differs." if pack.evidence.whole else "Nothing was compared yet.", bold=True)
    for (domain, kind), lines in _grouped(pack.differences).items():
        flow.heading(f"{_title(domain, kind)}: {len(lines):,}", fresh=False, level=1)
        _listed(flow, domain, kind, lines[:INLINE], pack.evidence.zone)
        rest(flow, INLINE, len(lines))


def every(flow: Flow, pack: EvidencePack, _figures: Figures) -> None:
    """Every difference of the kinds that were not shown whole before, one a line."""
    groups = {place: lines for place, lines in _grouped(pack.differences).items() if len(lines) > INLINE}
    if not groups:
        return
    flow.heading("The differences, one by one", "Discrepancies")
    for (domain, kind), lines in groups.items():
        flow.heading(f"{_title(domain, kind)}: all {len(lines):,}", fresh=False, level=1)
        _listed(flow, domain, kind, lines, pack.evidence.zone)


def _listed(flow: Flow, domain: Domain, kind: Kind, lines: Sequence[Line], zone: str) -> None:
    if kind in _ALONE:
        flow.table(_RECORDS, [_record(line, zone) for line in lines], size=8, pad=2)
    elif domain in FINANCE:
        flow.table(_FAULTS, [_fault(line, zone) for line in lines], size=8, pad=2)
    else:
        flow.table(_VALUES, [_values(line, zone) for line in lines], size=8, pad=2)


_ALONE = {Kind.ONLY_LEGACY: "only in Wild Apricot", Kind.ONLY_CLUBOS: "only in ClubOS"}
_RECORDS = (Column("Who or what", 412, most=2), Column("Seen", 87.28))
_FAULTS = (Column("Fault in Wild Apricot's own books", 412, most=4), Column("Seen", 87.28))
_VALUES = (
    Column("Who or what", 124, most=3),
    Column("Field", 72, most=2),
    Column("Wild Apricot", 108, most=4),
    Column("ClubOS", 108, most=4),
    Column("Seen", 87.28),
)


def _grouped(lines: Sequence[Line]) -> dict[tuple[Domain, Kind], list[Line]]:
    """By domain and kind, in the order in which they come: most harmful first."""
    groups: dict[tuple[Domain, Kind], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.domain, line.kind), []).append(line)
    return groups


def _title(domain: Domain, kind: Kind) -> str:
    label = DOMAIN_LABELS[domain]
    if kind in _ALONE:
        return f"{label} {_ALONE[kind]}"
    if domain in FINANCE:
        return f"{label} that do not add up"
    return f"{label} changed in both systems" if kind is Kind.CONFLICT else f"{label} with another value"


def _seen(line: Line, zone: str) -> str:
    return f"{'once' if line.once else 'twice'}, {day_in(line.first_seen, zone)}"


def _record(line: Line, zone: str) -> list[Cell]:
    return [Cell(line.who), Cell(_seen(line, zone), ink=SECONDARY)]


def _fault(line: Line, zone: str) -> list[Cell]:
    return [Cell(line.detail or f"{line.who}: {line.field}"), Cell(_seen(line, zone), ink=SECONDARY)]


def _values(line: Line, zone: str) -> list[Cell]:
    left, right = excerpts(line.legacy, line.clubos)
    inks = [SECONDARY if text in {HIDDEN, EMPTY} else TEXT for text in (left, right)]
    return [
        Cell(line.who),
        Cell(line.field),
        Cell(left, ink=inks[0]),
        Cell(right, ink=inks[1]),
        Cell(_seen(line, zone), ink=SECONDARY),
    ]


EMPTY = "(empty)"


def excerpts(legacy: str | None, clubos: str | None, room: int = 110) -> tuple[str, str]:
    """Two values as they are shown; long ones from a little before the place where they part."""
    left, right = _value(legacy), _value(clubos)
    if max(len(left), len(right)) <= room:
        return left, right
    same = next((place for place, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), None)
    if same is None:  # one goes on where the other ends
        same = min(len(left), len(right))
    start = max(0, same - 30) if same > room - 40 else 0
    return tuple(("…" if start else "") + value[start : start + 4 * room] for value in (left, right))  # type: ignore[return-value]


def _value(value: str | None) -> str:
    return EMPTY if value is None or not value.strip() else value
