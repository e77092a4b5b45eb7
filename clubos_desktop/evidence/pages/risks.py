"""The risks: where each stands by likelihood and impact, and which are raised by checks that do not pass."""

from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack, RiskLine
from clubos_desktop.evidence.pages.front import tone_of
from clubos_desktop.evidence.paper import SECONDARY
from clubos_desktop.model.readiness import State
from clubos_desktop.model.time import spell

_SCALE = {3: "high", 2: "medium", 1: "low"}
_MAP = (
    Column("Likelihood", 79.28),
    Column("Impact low", 140),
    Column("Impact medium", 140),
    Column("Impact high", 140),
)
_LIST = (
    Column("", 30),
    Column("Risk", 130, most=4),
    Column("Score", 38, align="right"),
    Column("What is done, and when to stop", 181.28, most=8),
    Column("Looked at again", 60),
    Column("Raised by", 60, most=4),
)


def risks(flow: Flow, pack: EvidencePack, _figures: Figures) -> None:
    """The map, then every risk."""
    raised = sum(bool(each.raised) for each in pack.risks)
    flow.heading("Risks", "Risks and Mitigations")
    flow.paragraph(
        f"{len(pack.risks)} risks, {raised} of them raised now by a check that does not pass. "
        "Likelihood and impact go from 1 (low) to 3 (high); the score is one times the other.",
        ink=SECONDARY,
    )
    flow.table(_MAP, [_row(pack, likelihood) for likelihood in _SCALE])
    flow.heading("Every risk", fresh=False, level=1)
    flow.table(_LIST, [_line(each) for each in pack.risks])


def _row(pack: EvidencePack, likelihood: int) -> list[Cell]:
    squares = [
        ", ".join(each.number for each in pack.risks if (each.likelihood, each.impact) == (likelihood, impact))
        for impact in (1, 2, 3)
    ]
    return [Cell(_SCALE[likelihood], ink=SECONDARY), *(Cell(text or "–", bold=bool(text)) for text in squares)]


def _line(each: RiskLine) -> list[Cell]:
    tone = tone_of(State.FAIL if each.raised else State.PASS)
    stop = (f"Stop when: {each.abort}",) if each.abort else ()
    review = spell(each.review) if each.review else "nobody minds it yet"
    return [
        Cell(each.number, ink=SECONDARY),
        Cell(each.title, bold=True),
        Cell(str(each.likelihood * each.impact)),
        Cell(each.mitigation, more=stop),
        Cell(review, ink=SECONDARY),
        Cell(", ".join(each.raised), ink=tone.ink, tone=tone) if each.raised else Cell("–", ink=SECONDARY),
    ]
