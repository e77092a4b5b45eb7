"""Makes the application and shows its frame. What is needed for that and nothing else is imported here.

The rest of the window is loaded when the frame was painted (``furnishing``), and the store after that.
"""

import sys
from collections.abc import Sequence

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from clubos_desktop import __version__
from ui import fonts
from ui.collecting import Collector
from ui.frame.first import Shell
from ui.remembered import Remembered, Theme
from ui.tokens import DARK, LIGHT
from ui.wish import Wish


def make_application(arguments: Sequence[str]) -> QApplication:
    """The application with its name, in Fusion (asked for by Qt's own option, which costs nothing in Python)."""
    app = QApplication([sys.argv[0], "-style", "fusion", *arguments])
    app.setApplicationName("clubos-desktop")
    app.setApplicationDisplayName("ClubOS Desktop")
    app.setApplicationVersion(__version__)
    return app


def open_window(app: QApplication, remembered: Remembered, wish: Wish) -> Shell:
    """Show the frame with what is being opened; all its parts come after the first paint."""
    looks = remembered.looks()
    family = fonts.load_fonts()
    app.setFont(fonts.body(app.font(), family, looks.text_scale))
    shell = Shell(DARK if _dark(app, looks.theme) else LIGHT, _sentence(remembered, wish))
    geometry = remembered.geometry()
    if geometry.isEmpty() or not shell.restoreGeometry(geometry):
        shell.resize(1366, 689)
    shell.closing.connect(lambda: remembered.keep_geometry(shell.saveGeometry()))
    shell.painted.connect(lambda: _furnish(app, shell, remembered, wish, family))
    shell.show()
    return shell


def _dark(app: QApplication, theme: Theme) -> bool:
    system = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
    return theme is Theme.DARK or (theme is Theme.SYSTEM and system)


def _sentence(remembered: Remembered, wish: Wish) -> str:
    if wish.practice:
        return "The practice club is being set up …"
    return "Opening your club …" if wish.workspace or remembered.workspace() else ""


def _furnish(app: QApplication, shell: Shell, remembered: Remembered, wish: Wish, family: str) -> None:
    from ui.furnishing import furnish  # noqa: PLC0415  after the first paint

    furnish(app, shell, remembered, wish, family)


def run(arguments: Sequence[str], wish: Wish) -> int:
    """Open the window and stay until it is closed. Returns the exit code."""
    app = make_application(arguments)
    collector = Collector(app)
    _shell = open_window(app, Remembered(), wish)
    sys.setswitchinterval(0.001)  # while the worker computes, the screen's thread gets its turn sooner
    code = app.exec()
    collector.collect()
    return int(code)
