"""Makes the application and opens its window: style, fonts, the collector, and the hook for unforeseen errors."""

import gc
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from clubos_desktop import __version__
from ui import sheet
from ui.beginning import Beginning
from ui.frame.window import Window
from ui.jobs import JobRunner
from ui.remembered import Remembered, Theme


@dataclass(frozen=True, slots=True)
class Wish:
    """What the start was asked for: a club's file, or the practice club with so many members."""

    workspace: Path | None = None
    practice: bool = False
    members: int = 1200
    seed: int = 7


class Collector(QObject):
    """Collects garbage on the screen's thread only.

    A cycle of Python objects that holds a widget is destroyed on whichever thread collects it; on the worker that
    ends the program (exemplars.md section 0, point 6).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(5_000)

    def collect(self) -> None:
        """Collect what is due, youngest generation first."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return


def make_application(arguments: Sequence[str]) -> QApplication:
    """The dressed application: Fusion, our fonts, palette and sheet."""
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("clubos-desktop")
    app.setApplicationDisplayName("ClubOS Desktop")
    app.setApplicationVersion(__version__)
    app.setStyle("Fusion")
    return app


class Dresser(QObject):
    """Puts theme and text size on the application, again whenever the system's theme or the settings change."""

    def __init__(self, app: QApplication, remembered: Remembered) -> None:
        super().__init__(app)
        self._app = app
        self._remembered = remembered
        self._family = sheet.load_fonts()
        self._dark: bool | None = None
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self.dress()

    def dress(self) -> None:
        """Dress by the present settings."""
        looks = self._remembered.looks()
        scheme = self._app.styleHints().colorScheme()
        dark = looks.theme is Theme.DARK or (looks.theme is Theme.SYSTEM and scheme == Qt.ColorScheme.Dark)
        self._dark = dark
        sheet.dress(self._app, dark=dark, text_scale=looks.text_scale, family=self._family)

    def _follow(self) -> None:
        dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if self._remembered.looks().theme is Theme.SYSTEM and dark != self._dark:
            self.dress()


def _calm(parent: QWidget) -> None:
    """Send errors that nobody caught to a report without values and a calm sentence, and go on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        import platformdirs  # noqa: PLC0415  most starts need none of these
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415  same

        from clubos_desktop import crash  # noqa: PLC0415  same

        folder = Path(platformdirs.user_log_dir("clubos-desktop", appauthor=False))
        said = crash.report(error.with_traceback(trace), folder)
        box = QMessageBox(QMessageBox.Icon.NoIcon, "ClubOS Desktop", said.sentence, parent=parent)
        box.setInformativeText(said.remedy)
        box.addButton("Close", QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    sys.excepthook = hook


def open_window(app: QApplication, remembered: Remembered, wish: Wish) -> Window:
    """Make the window, show it, and let the club open after the first paint."""
    dresser = Dresser(app, remembered)
    window = Window(JobRunner(app), remembered)
    geometry = remembered.geometry()
    if geometry.isEmpty() or not window.restoreGeometry(geometry):
        window.resize(1366, 689)
    window.closing.connect(lambda: remembered.keep_geometry(window.saveGeometry()))
    window.redress.connect(dresser.dress)
    window.painted.connect(sheet.load_sibling_fonts)
    beginning = Beginning(window, remembered)
    beginning.begin(wish.workspace, practice=(wish.members, wish.seed) if wish.practice else None)
    window.show()
    return window


def run(arguments: Sequence[str], wish: Wish) -> int:
    """Open the window and stay until it is closed. Returns the exit code."""
    app = make_application(arguments)
    window = open_window(app, Remembered(), wish)
    _calm(window)
    sys.setswitchinterval(0.001)  # while the worker computes, the screen's thread gets its turn sooner
    collector = Collector(app)
    code = app.exec()
    window.jobs.close()  # also where the loop ended without the window being closed
    collector.collect()
    return int(code)
