"""Start to painted window against the floor: importing QtWidgets and painting an empty window (performance.md 5)."""

import os
import statistics
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.benchmark

ROUNDS = 9

FLOOR = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Empty(QWidget):
    def paintEvent(self, event):
        print("painted", flush=True)
        QTimer.singleShot(0, QApplication.quit)
app = QApplication([])
window = Empty()
window.resize(1366, 689)
window.show()
app.exec()
"""

OURS = """
import pathlib, sys, tempfile
from PySide6.QtCore import QTimer
from ui import app as program
from ui.remembered import Remembered
app = program.make_application([])
window = program.open_window(app, Remembered(pathlib.Path(tempfile.mkdtemp())), program.Wish())
def painted():
    print("painted", flush=True)
    QTimer.singleShot(0, app.quit)
window.painted.connect(painted)
app.exec()
window.close()
"""


def seconds_to_paint(code: str, root, compiled) -> float:
    """Wall seconds from spawn to the word "painted"; modules are compiled once into ``compiled``, as when installed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(compiled)}
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout.readline().strip() == b"painted"
        return time.perf_counter() - began


def test_start_to_painted_window(root, tmp_path, capsys):
    """Goal: at most 1.25 times the floor. Rounds alternate, so that a busy computer is busy for both."""
    floor, ours = [], []
    for _ in range(ROUNDS + 1):
        floor.append(seconds_to_paint(FLOOR, root, tmp_path))
        ours.append(seconds_to_paint(OURS, root, tmp_path))
    floor, ours = floor[1:], ours[1:]
    ratio = min(ours) / min(floor)
    with capsys.disabled():
        print(
            f"\nfloor best {min(floor) * 1e3:.0f} ms, median {statistics.median(floor) * 1e3:.0f} ms; "
            f"window best {min(ours) * 1e3:.0f} ms, median {statistics.median(ours) * 1e3:.0f} ms; "
            f"ratio of the best {ratio:.2f}, of the medians {statistics.median(ours) / statistics.median(floor):.2f}"
        )
    assert ratio < 3.0
