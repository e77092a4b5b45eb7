"""The program's own fonts for paper: Noto Sans, sibling files for other scripts, a box with its number for the rest.

Only embedded TrueType fonts are used; ReportLab's Helvetica would not be embedded. Widths are thousandths of the size.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from clubos_desktop.evidence import script
from resources import path

REGULAR = (
    "NotoSans-Regular",
    "ClubOSSigns-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansArabic-Regular",
    "NotoSansArmenian-Regular",
    "NotoSansGeorgian-Regular",
    "NotoSansDevanagari-Regular",
    "NotoSansThai-Regular",
    "ClubOSEastAsian-Regular",
)
BOLD = tuple(name.replace("-Regular", "-Bold") if name.startswith("Noto") else name for name in REGULAR)

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""What would turn or hide other characters is shown as its number."""

BOX_WIDTH = 900
"""Width of the box that stands for a character no font has."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one font, in the order in which they are set; ``font`` is None for a box with a number."""

    font: TTFont | None
    text: str
    width: float


@lru_cache(maxsize=32)
def load(name: str) -> TTFont:
    """A font of the program, read once; ReportLab knows it by its file's name."""
    font = TTFont(name, str(path(f"fonts/{name}.ttf")))
    pdfmetrics.registerFont(font)
    return font


class Face:
    """One weight with its fallbacks. Remembers which font has which character and how wide it is."""

    def __init__(self, *, bold: bool = False) -> None:
        self._names = BOLD if bold else REGULAR
        self._places: dict[str, tuple[TTFont | None, float]] = {}
        self.main = load(self._names[0])
        self._ascii = [self.main.face.getCharWidth(code) for code in range(128)]

    def runs(self, text: str) -> list[Run]:
        """A cleaned line as it is set, font by font."""
        if text.isascii() and text.isprintable():
            return [Run(self.main, text, self.width(text))]
        runs: list[Run] = []
        for character in script.visual(text):
            font, width = self._place(character)
            last = runs[-1] if runs else None
            if last is not None and last.font is font and font is not None:
                runs[-1] = Run(font, last.text + character, last.width + width)
            else:
                runs.append(Run(font, character, width))
        return runs

    def width(self, text: str) -> float:
        """How wide a cleaned line is."""
        if text.isascii() and text.isprintable():
            return float(sum(map(self._ascii.__getitem__, text.encode())))
        return sum(self._place(character)[1] for character in script.visual(text))

    def _place(self, character: str) -> tuple[TTFont | None, float]:
        found = self._places.get(character)
        if found is None:
            found = self._places[character] = self._look(character)
        return found

    def _look(self, character: str) -> tuple[TTFont | None, float]:
        if unicodedata.category(character) in _UNSEEN:
            return None, BOX_WIDTH
        for name in self._names:
            font = load(name)
            if ord(character) in font.face.charToGlyph:
                return font, font.face.getCharWidth(ord(character))
        return None, BOX_WIDTH

    def fit(self, text: str, width: float, size: float) -> str:
        """A cleaned line cut with an ellipsis where it is too wide; ``width`` in points."""
        room = width * 1000 / size
        if self.width(text) <= room:
            return text
        low, high = 0, min(len(text), 2000)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.width(text[:middle] + "…") <= room else (low, middle - 1)
        return text[:low].rstrip(" .,;") + "…"

    def wrap(self, text: str, width: float, size: float, most: int = 0) -> list[str]:
        """A text as lines of at most ``width`` points; after ``most`` lines (0: any number) it is cut."""
        text = script.clean(text)
        if self.width(text[:4000]) <= width * 1000 / size and len(text) <= 4000:
            return [text]
        lines: list[str] = []
        rest = text.strip()
        while rest:
            if most and len(lines) == most - 1:
                return [*lines, self.fit(rest, width, size)]
            line = self._line(rest, width * 1000 / size)
            lines.append(line.rstrip())
            rest = rest[len(line) :].lstrip()
        return lines or [""]

    def _line(self, text: str, room: float) -> str:
        """As many whole words as fit, else as many characters, at least one."""
        used, end, last = 0.0, 0, 0
        for place, character in enumerate(text):
            used += self._place(character)[1]
            if used > room and place:
                break
            end = place + 1
            if character in " -/" or ord(character) > 0x2E80:
                last = end
        if end == len(text):
            return text
        if text[end] == " ":
            return text[:end]
        return text[: last or end]
