"""Telling people when the copies change for the worse or the better again: once a change, never hour after hour."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.plan import Came, Due, DueState, in_force
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import from_instant, spell, to_instant, wall
from clubos_desktop.store import dues, notices, settings
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database

COPIES = "copies"
GOOD = "good"
AHEAD = timedelta(days=3)
"""How long before its end a sign-in is warned of."""

WEEK = 7
STUBBORN = 3
"""So many tries fail before a person is told: a short absence of the network or a server mends itself."""

_FAILURES = (DueState.MISSED, DueState.FAILED, DueState.PARTIAL, DueState.LATE)
_DONE_BY_HAND = "Open the workspace and copy now; a copy made by hand counts like a planned one."

Told = tuple[str, str, str]
"""State, sentence, remedy."""


def tell(database: Database, *, clock: Clock) -> None:
    """Add a notice for everything whose state is another than people were last told."""
    with database.read() as conn:
        found = fresh(conn, clock.now())
    for subject, (state, sentence, remedy) in found.items():
        with database.transaction(PROGRAM, "notice given") as tx:
            notices.add(tx, subject, state, sentence, remedy)


def fresh(conn: Connection, now: datetime) -> dict[str, Told]:
    """What people are to be told at this moment, by subject."""
    if not dues.timetable(conn):
        return {}
    present = _present(conn, now)
    return {subject: told for subject, told in present.items() if told[0] != (notices.state(conn, subject) or GOOD)}


def _present(conn: Connection, now: datetime) -> dict[str, Told]:
    found = {f"sign-in {side}": told for side in Side if (told := _ending(conn, side, now)) is not None}
    return {COPIES: _copies(conn, now), **found}


def _copies(conn: Connection, now: datetime) -> Told:
    """How the copies stand: the first thing that is wrong, or good again."""
    days = list(dues.every(conn).values())
    attempt = dues.attempt(conn)
    failing = _failing(days)
    if in_force(dues.timetable(conn)) is None:
        return GOOD, "Copying by plan is switched off.", ""
    if attempt is not None and attempt.came is Came.SIGN_IN and not _whole_since(conn, attempt.began):
        return "sign-in", f"The planned copy needs you to sign in. {attempt.reason}", attempt.remedy
    if attempt is not None and attempt.came is Came.HELD and not _whole_since(conn, attempt.began):
        return "held", f"The planned copy waits for your OK. {attempt.reason}", "Look at it under Copies and decide."
    if failing:
        return _missed(failing, conn, now)
    stubborn = attempt is not None and attempt.came is Came.FAILED and attempt.tries >= STUBBORN
    if attempt is not None and stubborn and not _whole_since(conn, attempt.began):
        return "failed", f"The planned copy failed and is tried again. {attempt.reason}", attempt.remedy
    return GOOD, "The copies are made as planned again.", ""


def _failing(days: list[Due]) -> list[Due]:
    """The days without a good copy since the last good one, oldest first."""
    found: list[Due] = []
    for day in days:
        if day.state is DueState.DONE:
            found = []
        elif day.state in _FAILURES:
            found.append(day)
    return found


def _missed(failing: list[Due], conn: Connection, now: datetime) -> Told:
    """One notice for the first missed day, and another for each full week without a copy (no silent months)."""
    weeks = (now - from_instant(failing[0].opens)) // timedelta(days=WEEK)
    last = dues.last_whole(conn)
    zone = settings.get(conn, "club", {}).get("zone", "UTC")
    age = f"The last good copy is of {wall(last.ended, zone)}." if last and last.ended else "There is no good copy yet."
    if weeks:
        return f"missed {weeks}", f"No copy was made as planned for {weeks * WEEK} days. {age}", _DONE_BY_HAND
    first = failing[0]
    why = f" {first.reason}" if first.reason else " This computer was off or asleep."
    words = "was late" if first.state is DueState.LATE else "was missed"
    if first.state in (DueState.FAILED, DueState.PARTIAL):
        words = "failed"
    return "missed", f"The copy of {spell(first.day)} {words}.{why} {age}", _DONE_BY_HAND


def _whole_since(conn: Connection, began: str) -> bool:
    return any(press.whole for press in dues.presses(conn, began))


def _ending(conn: Connection, side: Side, now: datetime) -> Told | None:
    """What is to be said of the end of a connection's sign-in; None where it has no end."""
    expires = settings.get(conn, f"account.{side}", {}).get("expires")
    if expires is None:
        return None
    zone = settings.get(conn, "club", {}).get("zone", "UTC")
    name, until = SIDE_LABELS[side], wall(expires, zone)
    remedy = f"Ask your {name} contact for a new access code and enter it under Copies."
    if expires <= to_instant(now):
        return f"ended {expires}", f"The sign-in to {name} ended on {until}. Nothing more can be copied.", remedy
    if expires <= to_instant(now + AHEAD):
        return f"ends {expires}", f"The sign-in to {name} ends on {until}.", remedy
    return GOOD, f"The sign-in to {name} is good until {until}.", ""
