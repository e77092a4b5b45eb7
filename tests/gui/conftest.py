"""One dressed application for all tests of the window; offscreen unless the environment says otherwise."""

import os
import sys
import threading

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clubos_desktop.store.database import Database
from ui import fonts, sheet
from ui.collecting import Collector
from ui.frame.window import Window
from ui.jobs import JobRunner

LONG = 120_000
"""Milliseconds after which a test says that what it waits for does not come."""


WIDGETS = ("ui.screens.", "ui.frame.", "ui.widgets.")
"""Modules that run on the screen's thread when somebody presses something; tests call the others themselves."""


class Patient(QtBot):
    """Waits as long as a busy computer may need: five seconds, or thirty, say something of the computer alone."""

    def waitUntil(self, callback, *, timeout=LONG):  # noqa: N802  Qt's way
        super().waitUntil(callback, timeout=max(timeout, LONG))

    def waitSignal(self, signal, *, timeout=LONG, **more):  # noqa: N802  same
        return super().waitSignal(signal, timeout=max(timeout, LONG), **more)

    def waitExposed(self, widget, *, timeout=LONG):  # noqa: N802  same
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp, request):
    return Patient(request)


@pytest.fixture(scope="session")
def qapp_args():
    return ["clubos-desktop"]


@pytest.fixture(scope="session")
def family(qapp):
    QApplication.setStyle("Fusion")
    fonts.load_sibling_fonts()
    return fonts.load_fonts()


@pytest.fixture(scope="session")
def worn():
    """The look now in force: dressing costs a second when many widgets are alive, so it is done only for a change."""
    return []


@pytest.fixture
def wear(qapp, family, worn):
    """Dresses the application, which until then wears what the last test left: for tests that choose first of all."""

    def put(*, dark: bool = False, text_scale: float = 1.0) -> None:
        if worn != [dark, text_scale]:
            sheet.dress(qapp, dark=dark, text_scale=text_scale, family=family)
            worn[:] = [dark, text_scale]

    return put


@pytest.fixture
def dress(wear):
    """The same; the test begins with the plain look."""
    wear()
    return wear


@pytest.fixture(scope="session")
def collector(qapp):
    """As in the program: garbage is collected on the screen's thread alone, so that no widget dies on the worker."""
    return Collector(qapp)


@pytest.fixture(autouse=True)
def collected(collector):
    yield
    collector.collect()


@pytest.fixture(autouse=True)
def nothing_written_on_the_screens_thread(monkeypatch):
    """The window writes on its worker alone: a write may wait for another one, and the screen with it."""
    begin, caught = Database.transaction, []

    def watched(self, *said, **more):
        if threading.current_thread() is threading.main_thread():
            frame = sys._getframe(1)
            while frame is not None and not frame.f_globals.get("__name__", "").startswith(WIDGETS):
                frame = frame.f_back
            if frame is not None:
                caught.append(f"{frame.f_code.co_filename}:{frame.f_lineno} {said}")
        return begin(self, *said, **more)

    monkeypatch.setattr(Database, "transaction", watched)
    yield
    assert caught == []


@pytest.fixture
def jobs(qapp):
    runner = JobRunner()
    yield runner
    runner.close()


@pytest.fixture
def window(qtbot, dress, jobs):
    made = Window(jobs)
    qtbot.addWidget(made)
    made.resize(1366, 689)
    return made


@pytest.fixture
def shot(root):
    """Keeps a picture of a widget under build/shots."""

    def keep(widget, name: str) -> None:
        for _ in range(3):  # a change of words asks for a new layout, and that for a new painting
            QApplication.processEvents()
        folder = root / "build" / "shots"
        folder.mkdir(parents=True, exist_ok=True)
        assert widget.grab().save(str(folder / f"{name}.png"))

    return keep
