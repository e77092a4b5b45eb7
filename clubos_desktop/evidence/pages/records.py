"""The copies that were made, and every difference that stands, one a line."""

from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack, Line
from clubos_desktop.evidence.pages.times import day_in, when
from clubos_desktop.evidence.paper import NEEDS_YOU, SECONDARY
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import PAIRED, Domain
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
    """Every difference that stands, one a line."""
    flow.heading("The differences, one by one", "Discrepancies")
    hidden = "" if pack.names_shown else " Names are hidden: the same word always means the same person or booking."
    flow.paragraph(
        f"{counted(len(pack.differences), 'difference')} ({figures['differences.listed'].id}).{hidden}", ink=SECONDARY
    )
    rows = [_difference(line, pack.evidence.zone) for line in pack.differences]
    flow.table(_DIFFERENCES, rows or [[Cell("Nothing differs."), *[Cell("")] * 4]], size=8)


_DIFFERENCES = (
    Column("Who or what", 124, most=3),
    Column("Field", 72, most=2),
    Column("Wild Apricot", 108, most=4),
    Column("ClubOS", 108, most=4),
    Column("Seen", 87.28),
)


def _difference(line: Line, zone: str) -> list[Cell]:
    seen = f"{'once' if line.once else 'twice'}, {day_in(line.first_seen, zone)}"
    if line.kind in {Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS}:
        there = Cell("is here"), Cell("is not here", bold=True)
        left, right = there if line.kind is Kind.ONLY_LEGACY else there[::-1]
        return [
            Cell(line.who),
            Cell(f"Whole {_WHOLE[line.domain]}", ink=SECONDARY),
            left,
            right,
            Cell(seen, ink=SECONDARY),
        ]
    if line.domain not in PAIRED:
        return [
            Cell(line.who),
            Cell(line.field),
            Cell(line.detail or _value(line.legacy)),
            Cell("shows no amounts", ink=SECONDARY),
            Cell(seen, ink=SECONDARY),
        ]
    left_text, right_text = excerpts(line.legacy, line.clubos)
    return [Cell(line.who), Cell(line.field), Cell(left_text), Cell(right_text), Cell(seen, ink=SECONDARY)]


_WHOLE = {domain: DOMAIN_LABELS[domain].lower().removesuffix("s") for domain in Domain}


def excerpts(legacy: str | None, clubos: str | None, room: int = 110) -> tuple[str, str]:
    """Two values as they are shown; long ones from a little before the place where they part."""
    left, right = _value(legacy), _value(clubos)
    if max(len(left), len(right)) <= room:
        return left, right
    same = next((place for place, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, same - 30) if same > room - 40 else 0
    return tuple(("…" if start else "") + value[start : start + 4 * room] for value in (left, right))  # type: ignore[return-value]


def _value(value: str | None) -> str:
    return "(empty)" if value is None or not value.strip() else value
