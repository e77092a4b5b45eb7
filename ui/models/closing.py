"""The closing words of a copy made in the window. No Qt in here."""

from dataclasses import dataclass

from sqlalchemy import Connection

from clubos_desktop.model.runs import Run, RunState
from clubos_desktop.store import came
from clubos_desktop.sync import closing as words
from ui.places import Place
from ui.words import clock_time


@dataclass(frozen=True, slots=True)
class Closing:
    """A sentence, and the place where more of it stands (None: there is no more)."""

    sentence: str
    place: Place | None = None
    button: str = ""


def closing(conn: Connection, runs: object, zone: str) -> Closing:
    """What a copy that was made to its end is closed with; ``runs`` are its runs."""
    made = [run for run in runs if isinstance(run, Run)] if isinstance(runs, tuple) else []
    if not made or any(run.state is not RunState.COMPLETE for run in made):
        return Closing("The copy is not complete. Copies says what did not come.", Place.COPIES, "Look there")
    brought = came.newest(conn)
    if brought is None or brought.copy != made[-1].copy:
        return Closing("Copied.")
    said = f"{words.sentence(brought, clock_time(brought.at, zone))} {words.differing(brought)}".strip()
    if brought.differences:
        return Closing(said, Place.DIFFERENCES, "Look at them")
    return Closing(said)
