"""The return period and what the board owes after an emergency; nothing before the switch."""

from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Flow
from clubos_desktop.evidence.pack import EvidencePack


def page(flow: Flow, pack: EvidencePack, _figures: Figures) -> None:
    """A sentence a line, as they stood when the pack was made; no page while there is nothing to tell."""
    if not pack.after:
        return
    flow.heading("After the switch", "Grace period")
    for line in pack.after:
        flow.paragraph(line)
