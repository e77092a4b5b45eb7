"""Where the move stands, and how soon one could go. No Qt in here."""

from dataclasses import dataclass

from clubos_desktop.findings.patterns import Pattern
from clubos_desktop.model.domains import Side
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.verification.lists.sheet import View


@dataclass(frozen=True, slots=True)
class Outlook:
    """The gates as judged, the phase as the band says it, and the earliest honest date in a sentence."""

    readiness: Readiness
    phase: str
    earliest: str
    differing: int
    """How many differences need a person."""
    in_charge: Side = Side.LEGACY
    """The system whose records count."""
    causes: tuple[Pattern, ...] = ()
    """Why, the largest first."""
    both: tuple[int, ...] = ()
    """Ids of the differences that both systems changed since they agreed."""
    view: View | None = None
    """What the lists of Ready to switch? are made from."""
