"""One worker thread drives the engine's generators, so that the mirror has one writer (design.md section 4).

A long job is a generator that yields Progress; between two of its steps the worker runs the short acts that people
ask for meanwhile (an undo, a sign-off). Callbacks always run on the screen's thread.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from clubos_desktop.job import Job, Progress

T = TypeVar("T")
TOLD_EVERY = 0.05
"""Seconds between two progress signals; more would only repaint the strip for nobody's eye."""


class Task(QObject, Generic[T]):
    """One job or act under way. Connect before it is handed to the runner."""

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Callable[[], Job[T]]) -> None:
        super().__init__()
        self.work = work
        self.stopping = threading.Event()
        for signal in (self.succeeded, self.failed):
            signal.connect(self._over)
        self.cancelled.connect(self._over)

    def _over(self, _result: object = None) -> None:
        self.ended.emit()

    def stop(self) -> None:
        """Ask it to end at its next safe point."""
        self.stopping.set()


class _Worker(QThread):
    """Takes tasks in order; acts go before jobs and between their steps."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wake = threading.Condition()
        self._jobs: deque[Task[Any]] = deque()
        self._acts: deque[Task[Any]] = deque()
        self._current: Task[Any] | None = None
        self._closing = False

    def put(self, task: Task[Any], *, act: bool) -> None:
        """Queue a task. Called on the screen's thread."""
        with self._wake:
            (self._acts if act else self._jobs).append(task)
            self._wake.notify()

    def stop_all(self, *, closing: bool) -> None:
        """Ask every job to stop at its next safe point; with ``closing`` the thread ends after that."""
        with self._wake:
            self._closing = self._closing or closing
            for task in (*self._jobs, *((self._current,) if self._current else ())):
                task.stop()
            self._wake.notify()

    def run(self) -> None:
        """The thread's whole life."""
        while (task := self._next()) is not None:
            self._drive(task, between=self._run_acts)

    def _next(self) -> Task[Any] | None:
        with self._wake:
            while not (self._acts or self._jobs or self._closing):
                self._wake.wait()
            if self._acts:
                return self._acts.popleft()
            if self._jobs:
                self._current = self._jobs.popleft()
                return self._current
            return None

    def _run_acts(self) -> None:
        while self._acts:
            self._drive(self._acts.popleft(), between=lambda: None)

    def _drive(self, task: Task[Any], between: Callable[[], None]) -> None:
        try:
            job = None if task.stopping.is_set() else task.work()
            if job is None:
                task.cancelled.emit()
            else:
                self._step_through(task, job, between)
        except Exception as error:  # the edge between threads: every failure becomes a signal
            task.failed.emit(error)
        finally:
            if task is self._current:
                self._current = None

    def _step_through(self, task: Task[Any], job: Job[Any], between: Callable[[], None]) -> None:
        told = 0.0
        while True:
            between()
            if task.stopping.is_set():
                job.close()
                task.cancelled.emit()
                return
            try:
                progress = next(job)
            except StopIteration as end:
                task.succeeded.emit(end.value)
                return
            if time.monotonic() - told >= TOLD_EVERY:
                told = time.monotonic()
                task.progressed.emit(progress)


class JobRunner(QObject):
    """Hands work to the worker and its outcome back. ``busy_changed`` tells when long work begins and ends."""

    busy_changed = Signal(bool)
    progressed = Signal(object)
    """The Progress of whatever long job runs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = _Worker(self)
        self._live: set[Task[Any]] = set()
        self._long: set[Task[Any]] = set()
        self._worker.start()

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
        """Queue a long job. The callbacks must be bound methods of objects of the screen's thread."""
        task = Task(work)
        self._long.add(task)
        self._connect(task, succeeded, failed, cancelled)
        task.progressed.connect(self.progressed)
        if progressed is not None:
            task.progressed.connect(progressed)
        self.busy_changed.emit(True)
        self._worker.put(task, act=False)
        return task

    def act(
        self,
        work: Callable[[], T],
        *,
        succeeded: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task[T]:
        """Run a short act soon, between two steps of whatever job runs."""
        task = Task(lambda: _once(work))
        self._connect(task, succeeded, failed, None)
        self._worker.put(task, act=True)
        return task

    def stop(self) -> None:
        """Ask every long job to stop at its next safe point."""
        self._worker.stop_all(closing=False)

    def close(self) -> None:
        """Stop everything safely and end the thread; returns when it has ended."""
        self._worker.stop_all(closing=True)
        self._worker.quit()
        self._worker.wait()

    def _connect(
        self,
        task: Task[T],
        succeeded: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
        cancelled: Callable[[], None] | None,
    ) -> None:
        self._live.add(task)
        # "ended" comes first: who hears of success already sees the runner idle.
        task.ended.connect(self._forget)
        if succeeded is not None:
            task.succeeded.connect(succeeded)
        if failed is not None:
            task.failed.connect(failed)
        if cancelled is not None:
            task.cancelled.connect(cancelled)

    def _forget(self) -> None:
        task = self.sender()
        if isinstance(task, Task):
            self._live.discard(task)
            if task in self._long:
                self._long.discard(task)
                self.busy_changed.emit(bool(self._long))


def _once(work: Callable[[], T]) -> Generator[Progress, None, T]:
    """A short act in the shape of a job."""
    return work()
    yield Progress("")  # pragma: no cover  makes this a generator
