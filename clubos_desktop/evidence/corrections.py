"""The list of corrections on paper: one part a person, each line with a box to tick."""

from collections.abc import Sequence
from itertools import groupby

from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.paper import HEIGHT, LEFT, RIGHT, SECONDARY, Paper
from clubos_desktop.findings.correcting import Correction
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import wall

_COLUMNS = (
    Column("Done", 34),
    Column("Correct in", 66),
    Column("Who or what", 118),
    Column("Field", 66),
    Column("It says", 108, most=12),
    Column("It should say", 119.28, most=12),
)


def draw(club: str, at: Instant, zone: str, listed: Sequence[Correction]) -> bytes:
    """The list as a PDF; one without lines says so."""
    paper = Paper(title=f"{club}: to correct by hand", subject="ClubOS Desktop")
    flow = Flow(paper)
    n = "1 correction" if len(listed) == 1 else f"{len(listed):,} corrections"
    if not listed:
        flow.heading("Nothing is to be corrected")
    for owner, lines in groupby(listed, key=lambda each: each.owner):
        some = list(lines)
        flow.heading(owner or "Nobody has these yet", f"{len(some):,} of {n}")
        flow.paragraph(
            f"{club}, {wall(at, zone)}. Correct each line in its own system by hand; the next complete copy says "
            "whether it was done. This paper holds personal data: destroy it afterwards.",
            ink=SECONDARY,
        )
        flow.table(_COLUMNS, [_row(each) for each in some], size=8.5, pad=6)
    for number, marks in enumerate(flow.pages, 1):
        for mark in marks:
            mark(paper)
        paper.text(LEFT, HEIGHT - 30, f"{club}: to correct by hand", size=8, ink=SECONDARY)
        paper.text(RIGHT, HEIGHT - 30, f"{number} of {len(flow.pages)}", size=8, ink=SECONDARY, align="right")
        paper.turn()
    return paper.close()


def _row(line: Correction) -> list[Cell]:
    still = ("Still there in the last copy",) if line.still else ()
    still = ("Changed since it was decided: ask before you correct it",) if line.changed else still
    return [
        Cell("[   ]"),
        Cell(line.where, bold=True),
        Cell(line.who, more=still),
        Cell(line.field),
        Cell(line.now),
        Cell(line.should, bold=True),
    ]
