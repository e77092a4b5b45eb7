"""The manual reconciliation sheet: every open difference on paper, with room for who corrected it where (S7.1)."""

from collections.abc import Sequence
from itertools import groupby

from clubos_desktop.evidence.day import drawn
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.paper import LEFT, RIGHT, SECONDARY, Paper
from clubos_desktop.model.differences import Difference, Kind, Status
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import wall

MOST = 2000
"""Lines on paper; what is more than that is no work for a pen."""

_EMPTY = "–"
_COLUMNS = (
    Column("", 16),
    Column("Who or what", 110, most=3),
    Column("Field", 70, most=2),
    Column("Wild Apricot", 95, most=4),
    Column("ClubOS", 95, most=4),
    Column("Corrected in, by, at", RIGHT - LEFT - 386),
)
_HOW = (
    "1. Correct each record by hand in the system that is wrong. Write where, who and when.",
    "2. Copy both systems again. A line that is right is gone then; one that is still there is printed again.",
    "3. Go on with the switch only when nothing is left, or stop here: another day is as good.",
)


def draw(club: str, at: Instant, zone: str, found: Sequence[Difference], total: int) -> bytes:
    """The sheet as a PDF. ``found`` are the open differences, ``total`` how many there are in all."""
    paper = Paper(title=f"Reconciliation sheet: {club}", subject="ClubOS Desktop")
    flow = Flow(paper)
    flow.heading("Reconciliation sheet", club)
    flow.paragraph(f"As it was on {wall(at, zone)}. It holds members' data: keep it safe, destroy it afterwards.")
    if not found:
        flow.paragraph("Nothing differs: there is nothing to correct by hand.", bold=True)
        return drawn(flow, club)
    for line in _HOW:
        flow.paragraph(line, gap=1)
    if total > len(found):
        flow.paragraph(f"The first {len(found):,} of {total:,} lines. So many are no work for a pen.", bold=True)
    ordered = sorted(found, key=lambda each: (list(DOMAIN_LABELS).index(each.domain), each.who, each.field))
    for domain, part in groupby(ordered, key=lambda each: each.domain):
        rows = list(part)
        flow.heading(DOMAIN_LABELS[domain], f"{len(rows):,}", fresh=False, level=1)
        flow.table(_COLUMNS, [_row(each) for each in rows], size=8)
    flow.paragraph("Corrected and copied again, signed: ______________________________", ink=SECONDARY)
    return drawn(flow, club)


def _row(found: Difference) -> list[Cell]:
    labels = {field.name: field.label for field in COMPARED.get(found.domain, ())}
    only = {Kind.ONLY_LEGACY: ("is there", "is missing"), Kind.ONLY_CLUBOS: ("is missing", "is there")}
    legacy, clubos = only.get(found.kind, (found.legacy or _EMPTY, found.clubos or _EMPTY))
    field = labels.get(found.field, found.field.replace("_", " ").capitalize()) if found.field else "whole record"
    once = ("seen once",) if found.status is Status.SEEN_ONCE else ()
    number = found.legacy_id or found.clubos_id or ""
    return [
        Cell("[  ]"), Cell(found.who or number, bold=True, more=(f"no. {number}",) if number else ()),
        Cell(field, more=once), Cell(legacy), Cell(clubos), Cell(""),
    ]  # fmt: skip
