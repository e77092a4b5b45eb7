"""Page 1 of a pack: the verdict, the five gates, what differs for members, the counts of both systems."""

import re
from collections.abc import Callable
from functools import partial

from clubos_desktop.evidence import paper as ink
from clubos_desktop.evidence import story
from clubos_desktop.evidence.figures import Figure, Figures
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.paper import BOTTOM, LEFT, RIGHT, SECONDARY, TOP, Paper, Tone
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.readiness import GateResult, State, Verdict
from clubos_desktop.model.time import wall

_WIDTH = RIGHT - LEFT
_MOST = 10
_COUNTS = 170.0
"""Room that the table of counts takes at the foot of the page."""

_VERDICT = {
    Verdict.NOT_MEASURED: ink.NOT_MEASURED,
    Verdict.NOT_READY: ink.NEEDS_YOU,
    Verdict.READY_FOR_REVIEW: ink.GOOD,
    Verdict.AUTHORISED: ink.GOOD,
    Verdict.DONE: ink.GOOD,
    Verdict.ROLLED_BACK: ink.UNDER_WAY,
}


def tone_of(state: State) -> Tone:
    """Colour and symbol of a check."""
    return {State.PASS: ink.GOOD, State.FAIL: ink.NEEDS_YOU, State.NOT_MEASURED: ink.NOT_MEASURED}[state]


def tone_of_gate(gate: GateResult) -> Tone:
    """Grey while nothing failed, amber where something did (ui.md: never red for "not done yet")."""
    if gate.passed:
        return ink.GOOD
    failed = any(criterion.state is State.FAIL for criterion in gate.criteria)
    return ink.NEEDS_YOU if failed else ink.NOT_MEASURED


def front(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """Fill the first page."""
    flow.page()
    _title(flow, pack)
    _verdict(flow, pack, figures)
    _gates(flow, pack)
    _differs(flow, pack, figures)
    _counts(flow, figures)


def _title(flow: Flow, pack: EvidencePack) -> None:
    flow.mark(partial(Paper.bookmark, name="Verdict"))
    y = TOP + 8
    club = flow.paper.bold.wrap(pack.evidence.club or "Club without a name", _WIDTH * 0.62, 15, 1)[0]
    flow.mark(partial(Paper.text, x=LEFT, y=y, text=club, size=15, bold=True))
    when = f"{wall(pack.evidence.at, pack.evidence.zone)} ({pack.evidence.zone})"
    flow.mark(partial(Paper.text, x=RIGHT, y=y - 5, text=f"Board pack {pack.id}", size=9.5, bold=True, align="right"))
    flow.mark(partial(Paper.text, x=RIGHT, y=y + 7, text=when, size=8.5, ink=SECONDARY, align="right"))
    purpose = pack.purpose or "Moving from Wild Apricot to ClubOS"
    line = flow.paper.regular.wrap(purpose, _WIDTH * 0.62, 9.5, 1)[0]
    flow.mark(partial(Paper.text, x=LEFT, y=y + 14, text=line, size=9.5, ink=SECONDARY))
    flow.y = y + 28


def _verdict(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    verdict = pack.readiness.verdict
    tone = _VERDICT[verdict]
    top, height = flow.y, 88.0
    flow.mark(partial(Paper.fill, x=LEFT, y=top, width=_WIDTH, height=height, tint=tone.tint, radius=8))
    size = 34.0
    flow.mark(partial(Paper.symbol, x=LEFT + 34, y=top + 33, tone=tone, size=30))
    flow.mark(partial(Paper.text, x=LEFT + 62, y=top + 45, text=verdict.value, size=size, bold=True, ink=tone.ink))
    width = flow.paper.bold.width(verdict.value) * size / 1000
    at = LEFT + 62 + width + 3
    flow.mark(partial(Paper.text, x=at, y=top + 45, text=figures["verdict"].id, size=5.5, ink=SECONDARY))
    y = top + 61
    for text, bold in ((story.headline(pack.readiness), True), (story.MEANING[verdict], False)):
        flow.mark(partial(Paper.text, x=LEFT + 62, y=y, text=text, size=10, bold=bold))
        y += 14
    flow.y = top + height + 10


def _gates(flow: Flow, pack: EvidencePack) -> None:
    _subtitle(flow, "The five gates", "Cutover Gates")
    for gate in pack.readiness.gates:
        tone = tone_of_gate(gate)
        top = flow.y
        flow.mark(partial(Paper.symbol, x=LEFT + 10, y=top + 16, tone=tone, size=15))
        name = f"{gate.gate}  {story.plain(gate)}"
        flow.mark(partial(Paper.text, x=LEFT + 26, y=top + 13, text=name, size=10.5, bold=True))
        width = flow.paper.bold.width(name) * 10.5 / 1000
        at = LEFT + 26 + width + 7
        flow.mark(partial(Paper.text, x=at, y=top + 13, text=gate.name, size=8, ink=SECONDARY))
        word = "Passed" if gate.passed else "Not passed"
        flow.mark(partial(Paper.fill, x=RIGHT - 72, y=top + 6, width=72, height=18, tint=tone.tint, radius=9))
        flow.mark(
            partial(
                Paper.text, x=RIGHT - 36, y=top + 18.2, text=word, size=8.5, bold=True, ink=tone.ink, align="centre"
            )
        )
        lines = whole(story.reason(gate), partial(flow.paper.regular.wrap, width=_WIDTH - 26 - 84, size=8.5))
        for number, line in enumerate(lines):
            y = top + 25 + number * 11.5
            flow.mark(partial(Paper.text, x=LEFT + 26, y=y, text=line, size=8.5, ink=SECONDARY))
        flow.y = top + 20 + len(lines) * 11.5
        flow.mark(partial(Paper.line, x=LEFT, y=flow.y, to=RIGHT))
    flow.y += 8


_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z0-9“])")

_MORE = " More inside."


def whole(text: str, wrap: Callable[[str], list[str]], most: int = 2) -> list[str]:
    """As many whole sentences as ``most`` lines hold, at least one: the first page cuts none."""
    sentences = _SENTENCES.split(text)
    for n in range(len(sentences), 0, -1):
        lines = wrap(" ".join(sentences[:n]) + (_MORE if n < len(sentences) else ""))
        if len(lines) <= most:
            return lines
    return wrap(sentences[0])


def _differs(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    _subtitle(flow, "What differs", "")
    said = story.differs(pack)
    if not said:
        compared = [f"{figure.value} {DOMAIN_LABELS[domain].lower()}" for domain, figure in _pairs(figures)]
        text = f"Nothing differs. Compared: {', '.join(compared)}." if compared else "Nothing was compared yet."
        _sentence(flow, "", text, "")
    most = max(3, min(_MOST, int((BOTTOM - _COUNTS - flow.y) / 14) - 1))
    for each in said[:most]:
        _sentence(flow, f"{each.n:,}", each.text, figures[each.key].id)
    if len(said) > most:
        rest = sum(each.n for each in said[most:])
        _sentence(flow, f"{rest:,}", f"more of {len(said) - most} other kinds, listed further on", "")
    flow.y += 8


def _pairs(figures: Figures) -> list[tuple[Domain, Figure]]:
    found = ((domain, figures.get(f"all.{domain}.pairs")) for domain in PAIRED)
    return [(domain, figure) for domain, figure in found if figure is not None]


def _sentence(flow: Flow, number: str, text: str, identity: str) -> None:
    flow.y += 14
    flow.mark(partial(Paper.text, x=LEFT + 42, y=flow.y, text=number, size=10, bold=True, align="right"))
    x = LEFT + 50 if number else LEFT
    line = flow.paper.regular.wrap(text, _WIDTH - 80, 9.5, 1)[0]
    flow.mark(partial(Paper.text, x=x, y=flow.y, text=line, size=9.5))
    width = flow.paper.regular.width(line) * 9.5 / 1000
    flow.mark(partial(Paper.text, x=x + width + 3, y=flow.y, text=identity, size=5.5, ink=SECONDARY))


def _counts(flow: Flow, figures: Figures) -> None:
    _subtitle(flow, "What was counted", "")
    columns = (
        Column("", 106),
        Column("In Wild Apricot", 78.5, "right", ids=True),
        Column("In ClubOS", 78.5, "right", ids=True),
        Column("In both", 78.5, "right", ids=True),
        Column("Only Wild Apricot", 78.5, "right", ids=True),
        Column("Only ClubOS", 78.5, "right", ids=True),
    )
    rows = []
    for domain in (*PAIRED, Domain.INVOICES, Domain.PAYMENTS):
        keys = (
            f"{domain}.{Side.LEGACY}.held",
            f"{domain}.{Side.CLUBOS}.held",
            f"all.{domain}.pairs",
            f"all.{domain}.only_legacy",
            f"all.{domain}.only_clubos",
        )
        cells = [figure_cell(figures, key) for key in keys]
        if any(cell.id for cell in cells):
            rows.append([Cell(DOMAIN_LABELS[domain], bold=True), *cells])
    flow.table(columns, rows or [[Cell("Nothing was copied yet.")] + [Cell("")] * 5])


def figure_cell(figures: Figures, key: str) -> Cell:
    """A figure with its id; "not shown" where the system cannot show it, a dash where nothing was measured."""
    figure = figures.get(key)
    return Cell("–", ink=SECONDARY) if figure is None else Cell(figure.value, figure.id)


def _subtitle(flow: Flow, text: str, aside: str) -> None:
    flow.y += 14
    flow.mark(partial(Paper.text, x=LEFT, y=flow.y, text=text, size=11.5, bold=True))
    width = flow.paper.bold.width(text) * 11.5 / 1000
    flow.mark(partial(Paper.text, x=LEFT + width + 7, y=flow.y, text=aside, size=8, ink=SECONDARY))
    flow.y += 6
