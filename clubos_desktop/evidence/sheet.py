"""The recovery sheet: one page with the code that opens a workspace or a backup on another computer."""

from clubos_desktop.evidence.paper import ACCENT, LEFT, LINE, PAGE, RIGHT, SECONDARY, TOP, Paper
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import wall

_WIDTH = RIGHT - LEFT
_PER_LINE = 4
"""Groups of the code on a line: as many as a person copies without losing the place."""

_WHAT = (
    "With this code the club's data open on another computer: this laptop's file, or a backup of it.",
    "Without the code and without this laptop nobody can open them. Not we, not Wild Apricot, not ClubOS.",
)
_WHERE = (
    "Keep it on paper, where the club keeps its deeds: a safe, a locked drawer, the bank.",
    "Not beside the laptop, not as a photo, not in an e-mail.",
    "At least two people should know where it lies.",
)
_HOW = (
    "1.  Install ClubOS Desktop on the other computer and copy the club's file or a backup to it.",
    "2.  Start it and choose “Continue from another computer”.",
    "3.  Type the code. Capital letters, blanks and dashes do not matter.",
)


def draw(club: str, at: Instant, zone: str, code: str) -> bytes:
    """The sheet as a PDF. ``code`` is shown in the groups in which it comes, divided by dashes or blanks."""
    paper = Paper(title="Recovery sheet", subject="ClubOS Desktop")
    y = TOP + 14
    paper.text(LEFT, y, "Recovery sheet", size=26, bold=True)
    y += 24
    name = paper.bold.wrap(club, _WIDTH, 13, 1)[0]
    paper.text(LEFT, y, name, size=13, bold=True, ink=ACCENT)
    y += 16
    paper.text(LEFT, y, f"Made {wall(at, zone)} with ClubOS Desktop", size=10, ink=SECONDARY)
    y = _code(paper, y + 22, code)
    for title, lines in (
        ("What it is for", _WHAT),
        ("Where to keep it", _WHERE),
        ("How to use it", _HOW),
    ):
        y = _part(paper, y + 34, title, lines)
    _signature(paper, y + 58)
    paper.turn()
    return paper.close()


def _code(paper: Paper, top: float, code: str) -> float:
    """The code in large groups, each numbered, in a frame; returns where the frame ends."""
    groups = code.replace("-", " ").split()
    rows = [groups[place : place + _PER_LINE] for place in range(0, len(groups), _PER_LINE)]
    height = 26 + 50.0 * len(rows)
    paper.fill(LEFT, top, _WIDTH, height, PAGE, radius=8)
    paper.stroke(LEFT, top, _WIDTH, height, radius=8)
    step = (_WIDTH - 32) / _PER_LINE
    for row, parts in enumerate(rows):
        for column, group in enumerate(parts):
            x, y = LEFT + 16 + (column + 0.5) * step, top + 54 + row * 50
            size = min(28.0, (step - 14) * 1000 / max(paper.bold.width(group), 1))
            paper.text(x, y - 28, f"{row * _PER_LINE + column + 1}", size=8, ink=SECONDARY, align="centre")
            paper.text(x, y, group, size=size, bold=True, align="centre")
    return top + height


def _part(paper: Paper, y: float, title: str, lines: tuple[str, ...]) -> float:
    paper.text(LEFT, y, title, size=13, bold=True)
    y += 4
    for text in lines:
        for line in paper.regular.wrap(text, _WIDTH, 11):
            y += 17
            paper.text(LEFT, y, line, size=11)
    return y


def _signature(paper: Paper, y: float) -> None:
    half = (_WIDTH - 24) / 2
    for x, text in ((LEFT, "It lies at"), (LEFT + half + 24, "Put there by, on")):
        paper.line(x, y, x + half, ink=LINE, thick=0.8)
        paper.text(x, y + 13, text, size=9, ink=SECONDARY)
