"""The five statuses, each with colour, symbol and word: colour never stands alone. No Qt in here."""

from enum import StrEnum


class Tone(StrEnum):
    """The value is the name of its colour in ``tokens.Colours``."""

    GOOD = "good"
    NEEDS = "needs"
    PROBLEM = "problem"
    UNMEASURED = "unmeasured"
    WAY = "way"

    @property
    def icon(self) -> str:
        """The Lucide symbol of this status."""
        return _ICONS[self]


_ICONS = {
    Tone.GOOD: "circle-check",
    Tone.NEEDS: "hand",
    Tone.PROBLEM: "octagon-x",
    Tone.UNMEASURED: "circle-dashed",
    Tone.WAY: "clock",
}
