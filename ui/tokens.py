"""Colours and sizes of the window, light and dark, with the text scale (ui.md section 5)."""

from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from ui.fonts import BODY
from ui.tone import Tone


class Colours(NamedTuple):
    """One theme. A ``..._tint`` is the ground its colour stands on; contrasts are in ui.md section 5."""

    page: str
    card: str
    sidebar: str
    line: str
    control: str
    text: str
    secondary: str
    accent: str
    accent_hover: str
    button_text: str
    good: str
    good_tint: str
    needs: str
    needs_tint: str
    problem: str
    problem_tint: str
    unmeasured: str
    unmeasured_tint: str
    way: str
    way_tint: str
    practice: str
    practice_tint: str
    changed_letter: str
    changed_word: str


LIGHT = Colours(
    page="#F6F7F5",
    card="#FFFFFF",
    sidebar="#ECEFEC",
    line="#D9DEDA",
    control="#7C8781",
    text="#1C2421",
    secondary="#55605A",
    accent="#1F5F8B",
    accent_hover="#194E73",
    button_text="#FFFFFF",
    good="#1B6B3A",
    good_tint="#E4F3E9",
    needs="#7A5200",
    needs_tint="#FCF1DA",
    problem="#A3271F",
    problem_tint="#FBE7E5",
    unmeasured="#55605A",
    unmeasured_tint="#ECEFEC",
    way="#1F5F8B",
    way_tint="#E3EEF6",
    practice="#5B3F93",
    practice_tint="#EFE9FA",
    changed_letter="#FFE9A8",
    changed_word="#FFF7E0",
)

DARK = Colours(
    page="#161B19",
    card="#1E2522",
    sidebar="#111614",
    line="#35403B",
    control="#7F8C86",
    text="#E8EDEA",
    secondary="#A9B5AF",
    accent="#7DB7E0",
    accent_hover="#9CC9EA",
    button_text="#0E1A22",
    good="#7FD19B",
    good_tint="#1B3525",
    needs="#F0C36A",
    needs_tint="#3A2E14",
    problem="#F2958D",
    problem_tint="#40201D",
    unmeasured="#A9B5AF",
    unmeasured_tint="#2A332F",
    way="#7DB7E0",
    way_tint="#1A2F3D",
    practice="#C3AEF0",
    practice_tint="#2E2545",
    changed_letter="#5A4A12",
    changed_word="#37321A",
)


def colours_now() -> Colours:
    """The theme now in force, by the application's palette; painters ask this, so that no theme is held elsewhere."""
    return DARK if QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def tone_colours(colours: Colours, tone: Tone) -> tuple[QColor, QColor]:
    """Colour and ground of a status."""
    return QColor(getattr(colours, tone)), QColor(getattr(colours, f"{tone}_tint"))


def scale() -> float:
    """The text scale now in force: the application font against body size."""
    pixels = QApplication.font().pixelSize()
    return pixels / BODY if pixels > 0 else 1.0


def px(size: float) -> int:
    """A size of ui.md in pixels at the text scale now in force."""
    return round(size * scale())
