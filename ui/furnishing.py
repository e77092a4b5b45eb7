"""Fills the frame once it was painted: looks, the window with all its parts, the hook for unforeseen errors."""

import sys
from functools import partial
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui import fonts, sheet
from ui.beginning import Beginning
from ui.collecting import Collector
from ui.frame.first import Shell
from ui.frame.window import Window
from ui.jobs import JobRunner
from ui.remembered import Remembered, Theme
from ui.wish import Wish


class Dresser(QObject):
    """Puts theme and text size on the application, again whenever the system's theme or the settings change."""

    def __init__(self, app: QApplication, remembered: Remembered, family: str) -> None:
        super().__init__(app)
        self._app = app
        self._remembered = remembered
        self._family = family
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


def calm(parent: QWidget) -> None:
    """Send errors that nobody caught to a report without values and a calm sentence, and go on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415  most starts need none of these

        from clubos_desktop import crash, log  # noqa: PLC0415  same

        said = crash.report(error.with_traceback(trace), log.folder())
        box = QMessageBox(QMessageBox.Icon.NoIcon, "ClubOS Desktop", said.sentence, parent=parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(said.remedy)
        box.addButton("Close", QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    sys.excepthook = hook
    QTimer.singleShot(0, parent, _begin_log)


def _begin_log() -> None:
    """Log from now on: after the window was painted, because nothing of it is worth a later picture."""
    from clubos_desktop import log  # noqa: PLC0415  as said

    log.begin()
    log.note("window")


def furnish(app: QApplication, shell: Shell, remembered: Remembered, wish: Wish, family: str) -> Window:
    """Make the window and put it into the frame; the club opens after the window was painted in its turn."""
    return _put(app, shell, remembered, wish, Dresser(app, remembered, family))


def _put(app: QApplication, shell: Shell, remembered: Remembered, wish: Wish, dresser: Dresser) -> Window:
    runner = JobRunner(app)
    app.aboutToQuit.connect(runner.close)  # also where the program ends without its window being closed
    window = Window(runner, remembered)
    for collector in app.findChildren(Collector):
        runner.busy_changed.connect(collector.set_busy)
        window.loaded.connect(collector.settle)
    window.redress.connect(dresser.dress)
    window.painted.connect(fonts.load_sibling_fonts)
    shell.fill(window)
    shell.stays = window.stays
    beginning = Beginning(window, remembered)
    if wish.choose:
        beginning.choose()
    else:
        beginning.begin(wish.workspace, practice=(wish.members, wish.seed) if wish.practice else None, fault=wish.fault)
    put_anew = partial(_put_anew, app, shell, remembered, dresser, window)
    window.left.connect(lambda for_good: put_anew(for_good=for_good))
    calm(window)
    return window


def _put_anew(
    app: QApplication, shell: Shell, remembered: Remembered, dresser: Dresser, old: Window, *, for_good: bool
) -> None:
    """The club was closed and left: a fresh window begins with the choice, so that nothing of the old one stays."""
    old.close()
    if for_good:
        remembered.keep_workspace(None)
    old.deleteLater()
    shell.setWindowTitle("ClubOS Desktop")
    _put(app, shell, remembered, Wish(choose=True), dresser)
