"""Long work as a generator: it yields Progress at safe points and returns its result (design.md section 4)."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from threading import Event

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a job stands. ``label`` is a sentence part for people: "Copying events from Wild Apricot"."""

    label: str
    done: int = 0
    total: int | None = None


Job: TypeAlias = Generator[Progress, None, T]
"""To cancel a job is to close it, between two transactions. A job never yields inside a transaction."""


def finish(job: "Job[T]", told: Callable[[Progress], None] | None = None) -> T:
    """Drive a job to its end and return its result; ``told`` hears each Progress."""
    while True:
        try:
            progress = next(job)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        if told is not None:
            told(progress)


def aside(work: Callable[[], T], label: str, stopping: "Event | None" = None) -> "Job[T]":
    """Do one thing that cannot be cut in pieces in a thread of its own, with a sign of life every 50 ms meanwhile.

    Raises what ``work`` raises. Closing the job waits until it is over; ``stopping`` is set then, so that ``work``
    can give up.
    """
    from concurrent.futures import ThreadPoolExecutor, wait  # noqa: PLC0415  this module is part of every start

    with ThreadPoolExecutor(1, thread_name_prefix="aside") as pool:
        future = pool.submit(work)
        try:
            while not wait([future], timeout=0.05).done:
                yield Progress(label)
        except GeneratorExit:
            if stopping is not None:
                stopping.set()
            raise
        return future.result()


def waiting(work: Callable[[], T], label: str) -> "Job[T]":
    """Wait for an answer from outside in a thread of its own, with a sign of life every 50 ms meanwhile.

    Raises what ``work`` raises. Closing the job leaves the thread to itself: ``work`` must touch nothing that the job
    or the program closes, and change nothing here. It does not hold up the program's end either.
    """
    from concurrent.futures import Future, wait  # noqa: PLC0415  this module is part of every start
    from threading import Thread  # noqa: PLC0415

    future: Future[T] = Future()

    def answer() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    Thread(target=answer, name="waiting", daemon=True).start()
    while not wait([future], timeout=0.05).done:
        yield Progress(label)
    return future.result()
