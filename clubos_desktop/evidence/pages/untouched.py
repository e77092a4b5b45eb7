"""That nothing was written: calls by method, and Wild Apricot's copy at first and at last."""

from clubos_desktop.evidence import untouched
from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages.times import when
from clubos_desktop.evidence.paper import SECONDARY
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS


def page(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """The proof."""
    flow.heading("Nothing was written", "Source untouched")
    found = pack.untouched
    writing = figures["calls.legacy.writing"]
    flow.paragraph(f"{untouched.sentence(found)} ({writing.id})", bold=True)
    flow.paragraph(untouched.WHY, ink=SECONDARY)
    flow.table(
        (
            Column("Calls to", 110),
            Column("Method", 90),
            Column("Calls", 90, "right"),
            Column("Could write", 100, "right"),
        ),
        [
            [Cell(SIDE_LABELS[each.side]), Cell(each.method), Cell(f"{each.n:,}"), Cell(f"{each.writing:,}")]
            for each in found.calls
        ]
        or [[Cell("None yet"), Cell(""), Cell(""), Cell("")]],
    )
    flow.heading("What Wild Apricot showed, first and last", "Content hashes", fresh=False, level=1)
    zone = pack.evidence.zone
    flow.table(
        (
            Column("What", 84),
            Column("First whole copy", 96),
            Column("Hash", 62),
            Column("Last whole copy", 96),
            Column("Hash", 62),
            Column("Since then", 99.28, most=3),
        ),
        [
            [
                Cell(DOMAIN_LABELS[each.domain], bold=True),
                Cell(when(each.first.at, zone)),
                Cell(each.first.hash[:10]),
                Cell(when(each.last.at, zone)),
                Cell(each.last.hash[:10]),
                Cell("the same" if each.same else f"{each.changed:,} records another"),
            ]
            for each in found.contents
        ]
        or [[Cell("Nothing was copied whole yet."), *[Cell("")] * 5]],
        size=8,
    )
