"""Times of events as both systems show them: wall time, zone and UTC."""

from clubos_desktop.diff.walls import SHIFT_WORDS, TRAIT_WORDS, Shown
from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages.annex import INLINE, rest
from clubos_desktop.evidence.paper import NEEDS_YOU, SECONDARY, TEXT
from clubos_desktop.findings.times import TimeRow

MOST = 120
"""Times that are listed one by one."""


def walls(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """How many differ or lie around a clock change or midnight, where mistakes hide, and the first of them."""
    flow.heading("Times of events", "Time rule")
    compared, differing, delicate = (figures[f"times.{name}"] for name in ("compared", "differing", "delicate"))
    flow.paragraph(
        f"Of {compared.value} times ({compared.id}) that both systems show, {differing.value} ({differing.id}) are not "
        f"the same moment. {delicate.value} ({delicate.id}) lie around a clock change or midnight: always listed."
    )
    rows = [_row(row) for row in pack.times[:INLINE]]
    flow.table(_TIMES, rows or [[Cell("None to list."), Cell(""), Cell(""), Cell("")]], size=8)
    rest(flow, INLINE, len(pack.times))


def every(flow: Flow, pack: EvidencePack, _figures: Figures) -> None:
    """All of them, those that differ first; none where all were shown before."""
    if len(pack.times) <= INLINE:
        return
    flow.heading("Times of events, one by one", "Time rule")
    flow.table(_TIMES, [_row(row) for row in pack.times[:MOST]], size=8)
    if len(pack.times) > MOST:
        flow.paragraph(f"{len(pack.times) - MOST:,} more stand in the program.", ink=SECONDARY)


_TIMES = (
    Column("Event", 119.28, most=3),
    Column("Wild Apricot shows", 135, most=3),
    Column("ClubOS shows", 135, most=3),
    Column("What it is", 110, most=4),
)


def _row(row: TimeRow) -> list[Cell]:
    traits = tuple(TRAIT_WORDS[trait] for trait in row.walls.traits)
    day = ("all day: only the day counts",) if row.all_day else ()
    return [
        Cell(f"{row.title} ({row.field})"),
        _shown(row.walls.legacy),
        _shown(row.walls.clubos),
        Cell(
            SHIFT_WORDS[row.walls.shift],
            bold=row.differs,
            ink=NEEDS_YOU.ink if row.differs else TEXT,
            more=(*day, *traits),
        ),
    ]


def _shown(shown: Shown) -> Cell:
    utc = f"{shown.instant[:10]} {shown.instant[11:16]} UTC"
    return Cell(f"{shown.wall} {shown.offset.removeprefix('UTC')}", more=(shown.zone, utc))
