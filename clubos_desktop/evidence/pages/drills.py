"""Rehearsals and the day: measured times step by step, who said GO, the hash of every table before and after."""

from clubos_desktop.evidence.day import spoken
from clubos_desktop.evidence.drills import KINDS, PLANS, Drill, StepTime
from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages.front import tone_of
from clubos_desktop.evidence.pages.times import short_day, when
from clubos_desktop.evidence.paper import SECONDARY
from clubos_desktop.model.readiness import State

_STEPS = (
    Column("Step", 199.28, most=2),
    Column("Planned", 60, align="right"),
    Column("Measured", 105, align="right"),
    Column("Did not work first", 65, align="right"),
    Column("Can be taken back", 70),
)
_ANSWERS = (Column("Before", 219.28, most=2), Column("Role", 90), Column("Answer", 60), Column("Why", 130, most=3))
_TABLES = (Column("Table", 119.28), Column("Hash before, and after where it is another", 300), Column("Afterwards", 80))


def drills(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """Every run with what was measured; also when there was none."""
    flow.heading("Rehearsals and the day", "Rollback tested")
    made, todo = figures["drills.whole"], figures["drills.open"]
    flow.paragraph(
        f"Whole rehearsals of going back on a copy: {made.value} ({made.id}). "
        f"Actions that rehearsals left and nobody has done yet: {todo.value} ({todo.id}).",
        gap=2,
    )
    worst = figures.get("drills.worst")
    if worst is not None:
        flow.paragraph(f"The slowest took {worst.value} ({worst.id}); the slowest counts.")
    for each in reversed(pack.drills.runs):
        _drill(flow, each, pack.evidence.zone)


def _drill(flow: Flow, drill: Drill, zone: str) -> None:
    flow.heading(f"Run {drill.number}: {PLANS[drill.plan]}, {KINDS[drill.kind]}", fresh=False, level=1)
    end = "stopped" if drill.stopped else "under way" if drill.ended is None else f"to {when(drill.ended, zone)}"
    parts = [f"{when(drill.at, zone)}, {end}; {drill.minutes} minutes in all"]
    parts += [f"copy of {short_day(drill.snapshot)}"] if drill.snapshot else []
    parts += [f"broken on purpose: {drill.failure}"] if drill.failure else []
    parts += [] if drill.current else ["another checklist than the present one"]
    flow.paragraph("; ".join(parts) + ".", ink=SECONDARY)
    flow.table(
        _STEPS,
        [
            [
                Cell(step.title),
                Cell(f"{step.planned} min"),
                _measured(step),
                Cell(f"{step.failures}" if step.failures else "–"),
                Cell("yes" if step.reversible else "no, two people"),
            ]
            for step in drill.steps
        ],
        size=8,
    )
    if drill.answers:
        rows = [
            [Cell(said.step), Cell(said.role), Cell("GO" if said.go else "NO-GO", bold=not said.go), Cell(said.reason)]
            for said in drill.answers
        ]
        flow.table(_ANSWERS, rows, size=8)
    if drill.tables:
        flow.paragraph(
            f"{drill.same} of {len(drill.tables)} tables are as they were; {drill.read_back:,} of {drill.exported:,} "
            "rows for Wild Apricot were written and read again the same.",
        )
        flow.table(_TABLES, [_table(drill, n) for n in range(len(drill.tables))], size=6.5, pad=1.2)


def _measured(step: StepTime) -> Cell:
    """How long a step took; one that took longer than planned says why, or that nobody said it."""
    if not step.seconds:
        return Cell("–")
    late = step.seconds > step.planned * 60
    took = f"{step.seconds / 60:.1f} min" if step.seconds < 2 * _HOUR else spoken(step.seconds / 60)
    why = () if not late else ("tried again",) if step.failures else ("no reason was noted",)
    return Cell(took, bold=late, more=why)


_HOUR = 3600


def _table(drill: Drill, n: int) -> list[Cell]:
    table = drill.tables[n]
    tone = tone_of(State.PASS if table.same else State.FAIL)
    word = "same" if table.same else "not the same"
    other = () if table.same else (table.after or "not there",)
    hashes = Cell(table.before or "not there", more=other)
    return [Cell(table.name), hashes, Cell(word, ink=tone.ink, tone=tone)]
