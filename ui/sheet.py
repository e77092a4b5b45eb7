"""Dresses the application: palette for every role, font and the one style sheet, filled from the tokens."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui import fonts
from ui.tokens import DARK, LIGHT, Colours

_TOKEN = re.compile(r"\$(?:(?P<size>p(?P<pixels>\d+))|(?P<name>[a-z_]+))")


def fill(template: str, colours: Colours, text_scale: float) -> str:
    """The style sheet: ``$name`` becomes a colour, ``$p14`` fourteen pixels at the text scale.

    Raises KeyError for a name that is no colour.
    """
    names = colours._asdict()

    def value(match: re.Match[str]) -> str:
        if match["size"]:
            return f"{max(1, round(int(match['pixels']) * text_scale))}px"
        return str(names[match["name"]])

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
    """Put theme and text scale on the whole application. Costs some 80 ms: only at start and on a settings change.

    The sheet that is worn is taken off first, before anything is painted: one put over another is polished once more
    for each widget around each widget, five times as long where all places are open.
    """
    colours = DARK if dark else LIGHT
    app.setStyleSheet("")
    app.setFont(fonts.body(app.font(), family, text_scale))
    app.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    app.setPalette(palette_of(colours))
    template = resources.path("style/window.qss").read_text(encoding="utf-8")
    app.setStyleSheet(fill(template, colours, text_scale))
