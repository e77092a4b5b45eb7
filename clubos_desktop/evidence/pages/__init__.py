"""The pages of a pack, one module a kind: ``SECTIONS`` is what a board reads, ``ANNEX`` the long lists behind it."""

from collections.abc import Callable

from clubos_desktop.evidence.figures import Figures
from clubos_desktop.evidence.layout import Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages import (
    afterwards,
    annex,
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
    ("how to check", closing.history),
)

ANNEX: tuple[tuple[str, Callable[[Flow, EvidencePack, Figures], None]], ...] = (
    ("the annex", annex.title),
    ("rules and limits", closing.rules),
    ("the differences", records.every),
    ("the money by month", money.months),
    ("the times", walls.every),
    ("the figures", closing.sources),
)
