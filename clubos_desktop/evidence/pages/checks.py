"""Every check of every gate, then every signal."""

import re

from clubos_desktop.evidence import story
from clubos_desktop.evidence.figures import STATE_WORDS, Figures
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages.front import tone_of
from clubos_desktop.evidence.paper import SECONDARY, colour
from clubos_desktop.model.readiness import Criterion, Signal
from clubos_desktop.model.time import wall
from clubos_desktop.verification.gates import OWN
from clubos_desktop.verification.on_time import TRIAL


def checks(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """Every criterion of every gate, then every signal."""
    flow.heading("The five gates, check by check", "Cutover Gates")
    flow.paragraph(
        "A gate passes only when each of its checks passes. A check that was not measured has not passed.",
        ink=SECONDARY,
    )
    _criteria(flow, pack)
    for gate in pack.readiness.gates:
        word = "passed" if gate.passed else "not passed"
        flow.heading(f"Gate {gate.gate}: {story.plain(gate)}", f"{gate.name}, {word}", fresh=False, level=1)
        flow.table(_CHECKS, [_check(each, figures) for each in gate.criteria])
    flow.heading("Signs of readiness", "Verification Signals")
    flow.paragraph(
        "The bullets of section 4 of the parallel run model, word for word, each with what was measured.", ink=SECONDARY
    )
    for group in dict.fromkeys(signal.group for signal in pack.readiness.signals):
        flow.heading(group, fresh=False, level=1)
        found = [signal for signal in pack.readiness.signals if signal.group == group]
        flow.table(_CHECKS, [_check(each, figures) for each in found])


def _criteria(flow: Flow, pack: EvidencePack) -> None:
    """When the board locked what it measures by, and in red each change since (features.md N2)."""
    lock, zone = pack.evidence.lock, pack.evidence.zone
    if lock is None:
        flow.paragraph(TRIAL, bold=True)
        return
    flow.paragraph(
        f"The board locked limits and rules on {wall(lock.since, zone)} (check number {lock.locked[:8]}).", bold=True
    )
    for at, change in lock.changes:
        flow.paragraph(f"Changed by the board on {wall(at, zone)}: {change}.", ink=CHANGED)
    if not lock.holds:
        flow.paragraph("A limit or rule was changed without the board; Gate 4 is closed.", ink=CHANGED, bold=True)


CHANGED = colour("#9B1C1C")
"""Red, for what the board changed after it locked its criteria."""

_CHECKS = (
    Column("", 38),
    Column("Check", 132),
    Column("Result", 82),
    Column("Measured", 165.28, ids=True, most=16),
    Column("Limit", 82),
)


_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z0-9])")


def _check(each: Criterion | Signal, figures: Figures) -> list[Cell]:
    tone = tone_of(each.state)
    value = f"{each.value[0].upper()}{each.value[1:]}." if each.value else ""
    said = [part for part in (value, *_SENTENCES.split(each.why)) if part]
    mark = " (added by this program)" if each.id in OWN else ""
    return [
        Cell(each.id, ink=SECONDARY),
        Cell(each.text + mark),
        Cell(STATE_WORDS[each.state].capitalize(), bold=True, ink=tone.ink, tone=tone),
        Cell(said[0] if said else "–", figures[each.id].id, more=tuple(said[1:])),
        Cell(each.limit, ink=SECONDARY),
    ]
