"""A page of paper: text, lines, tints, symbols. ReportLab's canvas carries the document, the text operators are ours.

Points, with y measured from the top of the page downwards. One document, one ``Paper``.
"""

import io
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from clubos_desktop.evidence import script
from clubos_desktop.evidence.fonts import BOX_WIDTH, Face, Run

WIDTH, HEIGHT = 595.28, 841.89
"""A4."""

LEFT, RIGHT, TOP, BOTTOM = 48.0, WIDTH - 48.0, 52.0, HEIGHT - 60.0

Colour = tuple[float, float, float]


def colour(code: str) -> Colour:
    """A colour such as "#1B6B3A" as parts of one."""
    return (int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255)


TEXT = colour("#1C2421")
SECONDARY = colour("#55605A")
LINE = colour("#D9DEDA")
PAGE = colour("#F6F7F5")
WHITE = colour("#FFFFFF")
ACCENT = colour("#1F5F8B")
PRACTICE = colour("#5B3F93")


@dataclass(frozen=True, slots=True)
class Tone:
    """A status in colour, tint and symbol (ui.md section 5); its word stands beside it always."""

    ink: Colour
    tint: Colour
    symbol: str


GOOD = Tone(colour("#1B6B3A"), colour("#E4F3E9"), "check")
NEEDS_YOU = Tone(colour("#7A5200"), colour("#FCF1DA"), "dash")
NOT_MEASURED = Tone(colour("#55605A"), colour("#ECEFEC"), "dashed")
UNDER_WAY = Tone(colour("#1F5F8B"), colour("#E3EEF6"), "check")

_ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)"})


class Paper:
    """A document being drawn. ``compressed`` is false where somebody else compresses the file afterwards."""

    def __init__(self, *, title: str, subject: str, compressed: bool = True) -> None:
        self._file = io.BytesIO()
        self.regular, self.bold = Face(), Face(bold=True)
        self._canvas = Canvas(
            self._file,
            pagesize=(WIDTH, HEIGHT),
            pageCompression=int(compressed),
            invariant=1,
            initialFontName=self.regular.main.fontName,
            lang="en",
        )
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor("")
        self._canvas.setCreator("ClubOS Desktop")
        self._names: dict[str, str] = {}
        self._colours: dict[Colour, str] = {}
        self._write = self._canvas._code.append  # noqa: SLF001  the page's operators

    def face(self, *, bold: bool = False) -> Face:
        """The font of a weight."""
        return self.bold if bold else self.regular

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 9.5,
        bold: bool = False,
        ink: Colour = TEXT,
        align: str = "left",
    ) -> None:
        """Set one line with its foot on ``y``, aligned to ``x``. Never raises on any text."""
        face = self.bold if bold else self.regular
        if align == "left" and text.isascii() and text.isprintable():
            self._set(x, HEIGHT - y, f"{self._plain(face)} {size:g} Tf ({text.translate(_ESCAPES)}) Tj", ink)
            return
        runs = face.runs(script.clean(text))
        width = sum(run.width for run in runs) * size / 1000
        at = x - width if align == "right" else x - width / 2 if align == "centre" else x
        for run in runs:
            self._run(at, HEIGHT - y, run, size, ink)
            at += run.width * size / 1000

    def _set(self, x: float, y: float, shown: str, ink: Colour) -> None:
        """One text object. Our own operators are five times faster than ReportLab's (performance.md 4)."""
        self._write(f"BT {self._colour(ink)} rg {x:.2f} {y:.2f} Td {shown} ET")

    def _colour(self, ink: Colour) -> str:
        found = self._colours.get(ink)
        if found is None:
            red, green, blue = ink
            found = self._colours[ink] = f"{red:.3f} {green:.3f} {blue:.3f}"
        return found

    def _plain(self, face: Face) -> str:
        """The name of a face's first subset, in which ASCII stands at its own places."""
        font = face.main
        name = self._names.get(font.fontName)
        if name is None:
            document = self._canvas._doc  # noqa: SLF001  subsets belong to the document
            font.splitString("A", document)
            name = self._names[font.fontName] = font.getSubsetInternalName(0, document)
        return name

    def _run(self, x: float, y: float, run: Run, size: float, ink: Colour) -> None:
        """The characters of one font, subset after subset in one text object."""
        font = run.font
        if font is None:
            self._box(x, y, run.text, size, ink)
            return
        document = self._canvas._doc  # noqa: SLF001  subsets belong to the document
        pieces = font.splitString(run.text, document)
        named = ((font.getSubsetInternalName(subset, document), content.hex()) for subset, content in pieces)
        self._set(x, y, " ".join(f"{name} {size:g} Tf <{content}> Tj" for name, content in named), ink)

    def _box(self, x: float, y: float, text: str, size: float, ink: Colour) -> None:
        """A character that no font has, as its number in a box."""
        width = BOX_WIDTH * size / 1000
        digits = f"{ord(text):04X}"
        half = (len(digits) + 1) // 2
        self.stroke(x + 0.4, HEIGHT - y - size * 0.74, width - 0.8, size * 0.86, ink=ink)
        for row, part in enumerate((digits[:half], digits[half:])):
            foot = HEIGHT - y - size * (0.38 - 0.36 * row)
            self.text(x + width / 2, foot, part, size=size * (0.36 if half < 3 else 0.29), ink=ink, align="centre")

    def fill(self, x: float, y: float, width: float, height: float, tint: Colour, *, radius: float = 0) -> None:
        """A tinted area; ``x`` and ``y`` are its upper left corner."""
        self._canvas.setFillColorRGB(*tint)
        if radius:
            self._canvas.roundRect(x, HEIGHT - y - height, width, height, radius, stroke=0, fill=1)
        else:
            self._canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)

    def stroke(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        ink: Colour = LINE,
        thick: float = 0.5,
        radius: float = 0,
    ) -> None:
        """A frame."""
        self._canvas.setStrokeColorRGB(*ink)
        self._canvas.setLineWidth(thick)
        self._canvas.roundRect(x, HEIGHT - y - height, width, height, radius, stroke=1, fill=0)

    def line(self, x: float, y: float, to: float, *, ink: Colour = LINE, thick: float = 0.5) -> None:
        """A line across."""
        y = HEIGHT - y
        self._write(f"{self._colour(ink)} RG {thick:g} w {x:.2f} {y:.2f} m {to:.2f} {y:.2f} l S")

    def symbol(self, x: float, y: float, tone: Tone, size: float = 14) -> None:
        """A status symbol, its middle at (x, y): a circle with a tick or a dash, or only dashes."""
        canvas, radius, foot = self._canvas, size / 2, HEIGHT - y
        canvas.setStrokeColorRGB(*tone.ink)
        canvas.setLineWidth(size / 11)
        canvas.setLineCap(1)
        if tone.symbol == "dashed":
            canvas.setDash([size / 7, size / 5])
        canvas.circle(x, foot, radius, stroke=1, fill=0)
        canvas.setDash([])
        arm = radius * 0.45
        if tone.symbol == "check":
            path = canvas.beginPath()
            path.moveTo(x - arm, foot)
            path.lineTo(x - arm * 0.2, foot - arm * 0.75)
            path.lineTo(x + arm, foot + arm * 0.75)
            canvas.drawPath(path)
        elif tone.symbol == "dash":
            canvas.line(x - arm, foot, x + arm, foot)

    def bookmark(self, name: str, level: int = 0) -> None:
        """An entry of the outline that leads to this page."""
        key = f"page{self._canvas.getPageNumber()}-{name}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(name, key, level, closed=0)

    def turn(self) -> None:
        """The page is done."""
        self._canvas.showPage()
        self._write = self._canvas._code.append  # noqa: SLF001  a new page has a new list

    def close(self) -> bytes:
        """The document."""
        self._canvas.save()
        return self._file.getvalue()
