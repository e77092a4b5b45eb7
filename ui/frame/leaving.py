"""What the close button does while a plan of copies is in force: asked once, then done so; Settings changes it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from ui.club import Club
from ui.frame.tray import Tray
from ui.remembered import Remembered

STAY, QUIT = "stay", "quit"
"""The answers, as they are remembered; "" while nobody was asked."""


class Leaving(QObject):
    """``top`` gives the window around everything."""

    def __init__(self, tray: Tray, remembered: Remembered | None, top: Callable[[], QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._tray = tray
        self._remembered = remembered
        self._top = top
        self._quitting = False
        self.box: QMessageBox | None = None
        """The question while it is asked."""
        tray.quit_asked.connect(self.quit)

    @property
    def possible(self) -> bool:
        """Whether there is a place beside the clock."""
        return self._tray.there

    @property
    def choice(self) -> str:
        """What was chosen."""
        return "" if self._remembered is None else self._remembered.on_close()

    def choose(self, choice: str) -> None:
        """Keep what the close button does from now on."""
        if self._remembered is not None:
            self._remembered.keep_on_close(choice)

    def stays(self, club: Club | None) -> bool:
        """Whether the program stays when its window is closed now; the first time that is asked, and it stays open."""
        app = QApplication.instance()
        ends = isinstance(app, QApplication) and app.isSavingSession()
        if self._quitting or ends or club is None or not self.possible or self.choice == QUIT:
            return False
        if club.planning.plan() is None:
            return False
        if self.choice == STAY:
            self.hide()
        else:
            self._ask(club)
        return True

    def hide(self) -> None:
        """Leave the screen, go on beside the clock."""
        QApplication.setQuitOnLastWindowClosed(False)
        self._top().hide()

    def back(self) -> None:
        """The window is wanted again: its closing ends the program once more."""
        QApplication.setQuitOnLastWindowClosed(True)

    def quit(self) -> None:
        """End the program, whatever was chosen for the close button."""
        self._quitting = True
        QApplication.setQuitOnLastWindowClosed(True)
        hidden = not self._top().isVisible()
        self._top().close()
        app = QApplication.instance()
        if hidden and app is not None:
            QTimer.singleShot(0, app, app.quit)  # a window that nobody sees is not the last one that closes

    def _ask(self, club: Club) -> None:
        if self.box is not None:
            return
        box = QMessageBox(QMessageBox.Icon.NoIcon, "ClubOS Desktop", "Stay beside the clock?", parent=self._top())
        box.setInformativeText(
            f"{club.planning.next_line()} The program can stay beside the clock and make it; only the window goes. "
            "Otherwise the copy is made up when you open it again. This is asked once; Settings changes it."
        )
        stay = box.addButton("Stay beside the clock", QMessageBox.ButtonRole.ActionRole)
        leave = box.addButton("Quit", QMessageBox.ButtonRole.ActionRole)
        box.setEscapeButton(box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setModal(True)
        stay.clicked.connect(lambda: self._answer(STAY))
        leave.clicked.connect(lambda: self._answer(QUIT))
        box.finished.connect(lambda _code: self._answered())
        self.box = box
        box.open()

    def _answer(self, choice: str) -> None:
        self.choose(choice)
        if choice == STAY:
            self.hide()
        else:
            self.quit()

    def _answered(self) -> None:
        self.box = None
