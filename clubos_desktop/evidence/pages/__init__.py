"""The pages of a pack, one module a kind; ``SECTIONS`` is the annex in its order."""

from collections.abc import Callable

from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages import (
    afterwards,
    checks,
    closing,
    data,
    drills,
    money,
    records,
    risks,
    untouched,
    walls,
)

SECTIONS: tuple[tuple[str, Callable[[Flow, EvidencePack, Figures], None]], ...] = (
    ("the checks", checks.checks),
    ("the risks", risks.risks),
    ("the data", data.data),
    ("the money", money.money),
    ("the times", walls.walls),
    ("the rehearsals", drills.drills),
    ("the return period", afterwards.page),
    ("the copies", records.copies),
    ("nothing written", untouched.page),
    ("the differences", records.differences),
    ("what was not checked", closing.unchecked),
    ("rules and limits", closing.rules),
    ("the figures", closing.sources),
    ("how to check", closing.history),
)
