"""One worker thread drives the engine's generators, so that the mirror has one writer (design.md section 4).

A long job is a generator that yields Progress; between two of its steps the worker runs the short acts that people
ask for meanwhile (an undo, a sign-off). What the program does for itself (judging the gates) goes aside: a generator
too, between whose steps acts run, and that no strip shows. Callbacks always run on the screen's thread.

**What Qt owns never reaches the worker.** The last reference to an object destroys it on the thread that lets go of
it, and a QObject that dies on the worker while the screen's thread still handles its events ends the program. So the
worker sees plain orders alone, hands each back whole with all that hangs on it (what was asked, the generator, the
result, the error), and keeps nothing.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from clubos_desktop.job import Job, Progress

T = TypeVar("T")
TOLD_EVERY = 0.05
"""Seconds between two progress signals; more would only repaint the strip for nobody's eye."""


@dataclass(slots=True, eq=False)
class _Order:
    """What the worker is asked to do, and what came of it."""

    work: Callable[[], Job[Any]]
    act: bool = False
    aside: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)
    job: Job[Any] | None = None
    cancelled: bool = False
    error: Exception | None = None
    result: Any = None


_Told = tuple[_Order, Progress | None]
"""Where an order stands; None when it is over."""


class Task(QObject, Generic[T]):
    """One job or act under way. It lives on the screen's thread; the worker never holds it."""

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, order: _Order) -> None:
        super().__init__()
        self.stopping = order.stopping

    def stop(self) -> None:
        """Ask it to end at its next safe point."""
        self.stopping.set()

    def end(self, order: _Order) -> None:
        """Tell what came of it."""
        error, order.error = order.error, None  # its traceback holds the order: no circle shall keep both alive
        if order.cancelled:
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(error)
        else:
            self.succeeded.emit(order.result)


class _Worker:
    """Takes orders in turn; acts go before all, then what goes aside, then jobs. ``ring`` is called when there is news.

    Acts run between two steps of everything else, what goes aside between two steps of a job.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._lock = threading.Condition()
        self._jobs: deque[_Order] = deque()
        self._acts: deque[_Order] = deque()
        self._asides: deque[_Order] = deque()
        self._news: deque[_Told] = deque()
        self._hands: list[_Order] = []
        """What is under way: a job, above it what goes aside, and above that the act between two of its steps."""
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._thread.start()

    # --- on the screen's thread

    def put(self, order: _Order) -> None:
        """Queue an order."""
        with self._lock:
            (self._acts if order.act else self._asides if order.aside else self._jobs).append(order)
            self._lock.notify()

    def stop_all(self, *, closing: bool) -> None:
        """Ask every job to stop at its next safe point; with ``closing`` the thread ends after that."""
        with self._lock:
            self._closing = self._closing or closing
            for order in (*self._jobs, *self._asides, *self._hands):
                if not order.act and (closing or not order.aside):
                    order.stopping.set()
            self._lock.notify()

    def news(self) -> _Told | None:
        """The oldest news not yet heard."""
        with self._lock:
            return self._news.popleft() if self._news else None

    def join(self) -> None:
        """Wait until the thread has ended."""
        self._thread.join()

    # --- on the worker

    def _run(self) -> None:
        while self._take(wait=True):
            self._drive(self._hands[-1])
            self._hand_back()

    def _between(self) -> None:
        """Between two steps of what is in the hands: what goes before it."""
        under_way = self._hands[-1]
        while not under_way.act and self._take(wait=False, only_acts=under_way.aside):
            self._drive(self._hands[-1])
            self._hand_back()

    def _take(self, *, wait: bool, only_acts: bool = False) -> bool:
        """Take the next order into the hands; a job only with ``wait``. False when there is none."""
        with self._lock:
            while wait and not (self._acts or self._asides or self._jobs or self._closing):
                self._lock.wait()
            if self._acts:
                self._hands.append(self._acts.popleft())
            elif self._asides and not only_acts:
                self._hands.append(self._asides.popleft())
            elif wait and self._jobs:
                self._hands.append(self._jobs.popleft())
            else:
                return False
            return True

    def _hand_back(self) -> None:
        """Give the order back. The lock sees to it that nobody hears of it before the hands are empty."""
        with self._lock:
            self._news.append((self._hands.pop(), None))
        self._ring()

    def _drive(self, order: _Order) -> None:
        try:
            order.job = None if order.stopping.is_set() else order.work()
            if order.job is None:
                order.cancelled = True
            else:
                self._step_through(order, order.job)
        except Exception as error:  # the edge between threads: every failure is handed back
            order.error = error

    def _step_through(self, order: _Order, job: Job[Any]) -> None:
        told = 0.0
        while True:
            self._between()
            if order.stopping.is_set():
                job.close()
                order.cancelled = True
                return
            try:
                progress = next(job)
            except StopIteration as end:
                order.result = end.value
                return
            if time.monotonic() - told >= TOLD_EVERY:
                told = time.monotonic()
                with self._lock:
                    self._news.append((order, progress))
                self._ring()


class JobRunner(QObject):
    """Hands work to the worker and its outcome back. ``busy_changed`` tells when long work begins and ends."""

    busy_changed = Signal(bool)
    progressed = Signal(object)
    """The Progress of whatever long job runs."""
    _rung = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live: dict[_Order, Task[Any]] = {}
        self._long: set[_Order] = set()
        self._rung.connect(self._listen)
        self._worker = _Worker(self._rung.emit)

    @property
    def busy(self) -> bool:
        """True while a long job waits or runs."""
        return bool(self._long)

    def run(
        self,
        work: Callable[[], Job[T]],
        *,
        succeeded: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        progressed: Callable[[Progress], None] | None = None,
    ) -> Task[T]:
        """Queue a long job."""
        order = _Order(work)
        self._long.add(order)
        task: Task[T] = self._follow(order, succeeded, failed, cancelled)
        task.progressed.connect(self.progressed)
        if progressed is not None:
            task.progressed.connect(progressed)
        self.busy_changed.emit(True)
        self._worker.put(order)
        return task

    def act(
        self,
        work: Callable[[], T],
        *,
        succeeded: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task[T]:
        """Run a short act soon, between two steps of whatever job runs."""
        order = _Order(lambda: _once(work), act=True)
        task: Task[T] = self._follow(order, succeeded, failed, None)
        self._worker.put(order)
        return task

    def aside(
        self,
        work: Callable[[], Job[T]],
        *,
        succeeded: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task[T]:
        """Run, in steps, what the program does for itself: nobody waits for it, and no Stop stops it."""
        order = _Order(work, aside=True)
        task: Task[T] = self._follow(order, succeeded, failed, None)
        self._worker.put(order)
        return task

    def stop(self) -> None:
        """Ask every long job to stop at its next safe point."""
        self._worker.stop_all(closing=False)

    def close(self) -> None:
        """Stop everything safely and end the thread; returns when it has ended.

        What has not been told by then is told to nobody: whoever asked is going, and so is the club they would look at.
        """
        self._worker.stop_all(closing=True)
        self._worker.join()
        while self._worker.news() is not None:
            pass
        self._live.clear()
        self._long.clear()

    def _follow(
        self,
        order: _Order,
        succeeded: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
        cancelled: Callable[[], None] | None,
    ) -> Task[T]:
        task = self._live[order] = Task(order)
        if succeeded is not None:
            task.succeeded.connect(succeeded)
        if failed is not None:
            task.failed.connect(failed)
        if cancelled is not None:
            task.cancelled.connect(cancelled)
        return task

    def _listen(self) -> None:
        """Hear all news there are. Who hears of success already sees the runner idle."""
        while (told := self._worker.news()) is not None:
            order, progress = told
            if progress is not None:
                self._live[order].progressed.emit(progress)
                continue
            task = self._live.pop(order)
            if order in self._long:
                self._long.discard(order)
                self.busy_changed.emit(bool(self._long))
            task.end(order)


def _once(work: Callable[[], T]) -> Generator[Progress, None, T]:
    """A short act in the shape of a job."""
    return work()
    yield Progress("")  # pragma: no cover  makes this a generator
