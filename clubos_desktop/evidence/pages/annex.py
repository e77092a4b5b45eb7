"""The annex: where the long lists begin, and which they are."""

from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.paper import SECONDARY
from clubos_desktop.verification.words import counted

INLINE = 8
"""Lines of a long list that stand before the annex."""


def title(flow: Flow, pack: EvidencePack, _figures: Figures) -> None:
    """Its first page; all headings that follow stand under it in the outline."""
    flow.heading("Annex", "the long lists, whole")
    flow.paragraph("Nobody has to read this in a meeting. It is what the pages before it were made of.", ink=SECONDARY)
    for text in (
        "Rules and limits, each with its source.",
        f"Every difference, one by one: {len(pack.differences):,}.",
        "Money, month by month.",
        f"Times of events: {counted(len(pack.times), 'line')}.",
        "Where each figure comes from.",
    ):
        flow.paragraph(text, gap=1)
    flow.depth = 1


def rest(flow: Flow, shown: int, total: int) -> None:
    """Say under a shortened list where the others stand."""
    if total > shown:
        flow.paragraph(f"… and {total - shown:,} more in the annex.", size=8.5, ink=SECONDARY)
