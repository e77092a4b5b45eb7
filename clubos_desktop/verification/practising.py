"""Practice on a copy: twelve acts in this program, each checked by its result there (design.md section 7, People).

A copy is a whole workspace with the setting "practice"; the guard in the transport lets nothing leave it. A try begins
with what the copy holds then, and is passed when the result is there that was not there before. Who asks for help has
not passed that try and may begin again, as often as wished. What was passed stays passed when it is taken back later.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import msgspec
from sqlalchemy import Connection, select, text

from clubos_desktop.errors import InputError
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant
from clubos_desktop.store import settings, tables
from clubos_desktop.store.act import Tx
from clubos_desktop.store.database import Database

SETTING = "practice"
"""The setting that makes a workspace a practice copy."""

BEGUN, HELPED = "practice task begun", "practice help asked for"


@dataclass(frozen=True, slots=True)
class Task:
    """One act. ``found`` counts its results in the copy, ``acts`` are the entries of the history that make them."""

    id: str
    title: str
    how: str
    found: str
    acts: tuple[str, ...]


def _decided(choice: str) -> str:
    return f"SELECT count(*) FROM decision WHERE choice = '{choice}'"


def _entered(register: str, act: str) -> str:
    return f"SELECT count(*) FROM register_entry WHERE register = '{register}' AND act = '{act}'"


TASKS: tuple[Task, ...] = (
    Task("left", "Say of a difference that Wild Apricot is right", "Differences: open a cause, choose a line, press 1.",
         _decided("correct_clubos"), ("decided: correct_clubos",)),
    Task("right", "Say of a difference that ClubOS is right", "Differences: open a cause, choose a line, press 2.",
         _decided("correct_legacy"), ("decided: correct_legacy",)),
    Task("accept", "Accept a difference until a day, with a reason", "Differences: choose a line, press A, give day "
         "and reason.", _decided("accept"), ("decided: accept",)),
    Task("ask", "Ask somebody about a difference", "Differences: choose a line, press Q and name the person.",
         _decided("ask"), ("decided: ask",)),
    Task("undo", "Take a decision back", "Decide something, then press Undo in the note at the bottom, or Ctrl+Z.",
         "SELECT count(*) FROM batch WHERE undone IS NOT NULL", ("decision undone", "pairing undone")),
    Task("many", "Settle several differences like one", "Differences: open a cause with several lines, then Settle all "
         "like this.", "SELECT count(*) FROM batch WHERE n > 1 AND act NOT IN ('together', 'apart')",
         ("decided: correct_clubos", "decided: correct_legacy", "decided: accept", "decided: equal", "decided: ask")),
    Task("pair", "Say of two records whether they belong together", "Differences: Maybe the same; choose a pair and "
         "answer.", "SELECT count(*) FROM verdict",
         ("pair confirmed", "suggestion rejected", "pair parted")),
    Task("incident", "Enter that something went wrong in ClubOS", "Ready to switch?, Lists, Incidents in ClubOS: "
         "Something went wrong.", _entered("incident", "opened"), ("incident opened",)),
    Task("over", "Enter that it is over", "Incidents in ClubOS: choose the line, It is over.",
         _entered("incident", "closed"), ("incident closed",)),
    Task("ticket", "Enter a support ticket and how it ended", "Ready to switch?, Lists, Support tickets.",
         _entered("ticket", "entered"), ("ticket entered",)),
    Task("contact", "Enter that somebody to call was reached", "Ready to switch?, Lists, People to call: add somebody, "
         "then Tried to reach them.", _entered("contact", "tested"), ("contact tested",)),
    Task("pack", "Make a board pack without names", "Board: Make a pack for …",
         "SELECT count(*) FROM pack WHERE NOT names_shown", ("pack sealed",)),
)  # fmt: skip
"""The twelve, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Try:
    """A try at a task: when it began, after which entry of the history, with how many results already there."""

    began: Instant
    seq: int
    found: int
    tries: int = 1
    helped: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A practice: of whom (the number of a person of the workspace), from which moment on, and the tries."""

    person: int
    name: str
    since: Instant
    tries: Mapping[str, Try]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task stands: tried so often, done or not, with help or alone; ``seconds`` from begin to result."""

    task: Task
    tries: int = 0
    done: bool = False
    helped: bool = False
    seconds: int = 0

    @property
    def passed(self) -> bool:
        """Done without help: asking counts as not passed (features.md S4.5)."""
        return self.done and not self.helped

    @property
    def state(self) -> str:
        """In one word for people."""
        if not self.tries:
            return "not begun"
        if self.done:
            return "done with help: begin again" if self.helped else "passed"
        return "begun, help was asked for" if self.helped else "begun"


def task_of(identity: str) -> Task:
    """A task by its id. Raises InputError."""
    for task in TASKS:
        if task.id == identity:
            return task
    raise InputError(
        f"There is no practice task {identity}.",
        remedy=f"There are: {', '.join(t.id for t in TASKS)}.",
        code="practice",
    )


def session(conn: Connection) -> Session | None:
    """The practice that runs in this copy; None in a workspace that is no copy."""
    said = settings.get(conn, SETTING, None)
    return None if said is None else msgspec.convert(said, Session)


def mark(database: Database, person: int, name: str) -> None:
    """Make a fresh copy a practice of somebody."""
    with database.transaction(f"person:{person}", "practice begun") as tx:
        _put(tx, Session(person, name, tx.at, {}))


def begin(database: Database, identity: str) -> None:
    """Begin a task, or begin it again. Raises InputError (no such task, no practice copy)."""
    task = task_of(identity)
    with database.read() as conn:
        present = _present(conn)
        before = present.tries.get(identity)
        found, seq = conn.execute(text(task.found)).scalar_one(), _last(conn)
    with database.transaction(f"person:{present.person}", BEGUN, {"task": identity}) as tx:
        fresh = Try(tx.at, seq, found, 1 if before is None else before.tries + 1)
        _put(tx, replace(present, tries={**present.tries, identity: fresh}))


def ask_help(database: Database, identity: str) -> str:
    """How the task is done: this try does not count as passed. Raises InputError; begins it when it was not begun."""
    task = task_of(identity)
    with database.read() as conn:
        begun = identity in _present(conn).tries
    if not begun:
        begin(database, identity)
    with database.read() as conn:
        present = _present(conn)
    with database.transaction(f"person:{present.person}", HELPED, {"task": identity}) as tx:
        tries = {**present.tries, identity: replace(present.tries[identity], helped=True)}
        _put(tx, replace(present, tries=tries))
    return task.how


def outcomes(conn: Connection) -> tuple[Outcome, ...]:
    """How each task stands now, by what the copy holds. Raises InputError outside a practice copy."""
    present = _present(conn)
    return tuple(_outcome(conn, task, present.tries.get(task.id)) for task in TASKS)


def _outcome(conn: Connection, task: Task, tried: Try | None) -> Outcome:
    if tried is None:
        return Outcome(task)
    a = tables.audit.c
    act = conn.execute(
        select(a.at).where(a.seq > tried.seq, a.act.in_(task.acts)).order_by(a.seq.desc()).limit(1)
    ).scalar()
    done = act is not None and conn.execute(text(task.found)).scalar_one() > tried.found
    seconds = int((from_instant(act) - from_instant(tried.began)).total_seconds()) if act and done else 0
    return Outcome(task, tried.tries, done, tried.helped, seconds)


def _present(conn: Connection) -> Session:
    found = session(conn)
    if found is None:
        raise InputError(
            "This is not a practice copy. Nothing was begun.",
            remedy="Begin a practice first; it works on a copy.",
            code="practice.none",
        )
    return found


def _last(conn: Connection) -> int:
    a = tables.audit.c
    return int(conn.execute(select(a.seq).order_by(a.seq.desc()).limit(1)).scalar() or 0)


def _put(tx: Tx, session_: Session) -> None:
    settings.put(tx, SETTING, asdict(session_))
