"""Garbage is collected on the screen's thread alone, in small portions.

A cycle of Python objects that holds a widget is destroyed on whichever thread collects it; on the worker that ends the
program (exemplars.md section 0, point 6). So the collector that Python runs by itself, wherever it happens to be, is
off. A collection holds every thread up, this one too: half a second was measured when all was collected every few
seconds during a copy of 10,000 members. So the youngest objects are collected often, when they are few, and older
ones only while nothing runs. What the program is made of is left out for good.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 200
"""Milliseconds between two looks at the youngest objects."""

ALL_AFTER = 300
"""Looks (a minute) after which all objects are collected, as soon as nothing runs."""

AT_LAST = 9_000
"""Looks (half an hour) after which they are collected whatever runs."""


class Collector(QObject):
    """Collects garbage by a timer."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self.busy = False
        """True while a long job runs."""
        self._looks = 0
        self._young, self._middle, _ = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY)

    def collect(self) -> None:
        """Collect what is due."""
        self._looks += 1
        if self._looks >= AT_LAST or (self._looks >= ALL_AFTER and not self.busy):
            self._looks = 0
            gc.collect()
        elif gc.get_count()[1] > self._middle and not self.busy:
            gc.collect(1)
        elif gc.get_count()[0] > self._young:
            gc.collect(0)

    def set_busy(self, busy: bool) -> None:
        """A long job begins or ends."""
        self.busy = busy

    def settle(self) -> None:
        """The program is loaded: what is there now stays to the end and is not looked at again.

        Nothing is collected before: the worker is at its busiest then, and the little garbage of loading may stay.
        """
        gc.freeze()
