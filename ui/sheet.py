"""Dresses the application: palette for every role, fonts and the one style sheet, filled from the tokens."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui.tokens import BODY, DARK, LIGHT, Colours, as_mapping

FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
SIBLINGS = (
    "Noto Sans Arabic",
    "Noto Sans Armenian",
    "Noto Sans Devanagari",
    "Noto Sans Georgian",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "ClubOS East Asian",
    "ClubOS Signs",
)
"""Families for other scripts, asked in this order for a letter that the first has not."""
_TOKEN = re.compile(r"\$(?:(?P<size>p(?P<pixels>\d+))|(?P<name>[a-z_]+))")


def load_fonts() -> str:
    """Make the program's own family known and return its name ("" where no font file is shipped)."""
    family = ""
    for name in FONTS:
        number = QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}")))
        family = next(iter(QFontDatabase.applicationFontFamilies(number)), family)
    return family


def load_sibling_fonts() -> None:
    """Make the families for other scripts known. Costs some 30 ms, so it is done after the first paint."""
    for file in sorted(resources.path("fonts").glob("*.ttf")):
        if file.name not in FONTS:
            QFontDatabase.addApplicationFont(str(file))


def fill(template: str, colours: Colours, text_scale: float) -> str:
    """The style sheet: ``$name`` becomes a colour, ``$p14`` fourteen pixels at the text scale.

    Raises KeyError for a name that is no colour.
    """
    names = as_mapping(colours)

    def value(match: re.Match[str]) -> str:
        if match["size"]:
            return f"{max(1, round(int(match['pixels']) * text_scale))}px"
        return names[match["name"]]

    return _TOKEN.sub(value, template)


def palette_of(colours: Colours) -> QPalette:
    """A palette with every role set, so that nothing of the desktop's own theme shows through."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in {
        role.Window: colours.page,
        role.WindowText: colours.text,
        role.Base: colours.card,
        role.AlternateBase: colours.page,
        role.ToolTipBase: colours.card,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.secondary,
        role.Text: colours.text,
        role.Button: colours.card,
        role.ButtonText: colours.text,
        role.BrightText: colours.problem,
        role.Light: colours.card,
        role.Midlight: colours.sidebar,
        role.Mid: colours.line,
        role.Dark: colours.control,
        role.Shadow: colours.control,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.button_text,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Accent: colours.accent,
    }.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.secondary))
    return palette


def dress(app: QApplication, *, dark: bool, text_scale: float, family: str) -> None:
    """Put theme and text scale on the whole application. Costs some 80 ms: only at start and on a settings change."""
    colours = DARK if dark else LIGHT
    font = QFont(app.font())
    if family:
        font.setFamilies([family, *SIBLINGS])
    font.setPixelSize(round(BODY * text_scale))
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    app.setFont(font)
    app.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    app.setPalette(palette_of(colours))
    template = resources.path("style/window.qss").read_text(encoding="utf-8")
    app.setStyleSheet(fill(template, colours, text_scale))
