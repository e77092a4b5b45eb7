"""The return period by plan: one look a day at what still changes in the old system, and what people are told of it.

Notices come at 14, 7, 3 and 1 days before the end, at the end, when the number of open changes is another one, when
the daily look could not be made, and while the board has not said whether it stands behind an emergency.
"""

from sqlalchemy import Connection, select

from clubos_desktop.cutover import grace
from clubos_desktop.errors import ClubOSError
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import wall
from clubos_desktop.store import notices, settings, tables
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database
from clubos_desktop.verification import drift, measure
from clubos_desktop.verification.registers import afterwards
from clubos_desktop.verification.registers.known import Known
from clubos_desktop.verification.words import counted

GOOD = "good"
PERIOD, DRIFT, LOOK, BOARD = "return period", "drift", "daily look", "emergency return"
"""What the notices are about."""

Told = tuple[str, str, str]
"""State, sentence, remedy."""


def concerned(conn: Connection) -> bool:
    """Whether a runbook was ever begun: else nothing of this concerns the club. Reads one row."""
    c = tables.register_entry.c
    return conn.execute(select(c.id).where(c.register == "runbook").limit(1)).scalar() is not None


def known_now(conn: Connection, at: Instant) -> Known:
    """What the registers hold at a moment."""
    return measure.known_at(conn, at, settings.get(conn, "club", {}).get("zone", "UTC"))


def waits(conn: Connection, at: Instant) -> bool:
    """Whether the daily look is due or somebody has to be told something; asked by reading alone."""
    if not concerned(conn):
        return False
    known = known_now(conn, at)
    return drift.due(known) or bool(fresh(conn, known))


def tell(database: Database, at: Instant) -> None:
    """Add a notice for everything whose state is another than people were last told."""
    with database.read() as conn:
        found = fresh(conn, known_now(conn, at)) if concerned(conn) else {}
    for subject, (state, sentence, remedy) in found.items():
        _add(database, subject, state, sentence, remedy)


def failed(database: Database, error: ClubOSError) -> None:
    """Tell that the daily look could not be made; once, until one is made again."""
    with database.read() as conn:
        before = notices.state(conn, LOOK)
    if before != "failed":
        sentence = f"Today's look at what still changes in Wild Apricot could not be made. {error.sentence}"
        _add(database, LOOK, "failed", sentence, error.remedy)


def _add(database: Database, subject: str, state: str, sentence: str, remedy: str) -> None:
    with database.transaction(PROGRAM, "notice given") as tx:
        notices.add(tx, subject, state, sentence, remedy)


def fresh(conn: Connection, known: Known) -> dict[str, Told]:
    """What people are to be told at this moment, by subject."""
    present = {PERIOD: _period(known), DRIFT: _drift(known), BOARD: _board(known)}
    if notices.state(conn, LOOK) == "failed" and not drift.due(known):
        present[LOOK] = GOOD, "What still changes in Wild Apricot is looked at every day again.", ""
    return {subject: told for subject, told in present.items() if told[0] != (notices.state(conn, subject) or GOOD)}


def _period(known: Known) -> Told:
    clock = grace.clock(known)
    if clock is None:
        return GOOD, "The return period is no longer under way.", ""
    until = wall(clock.until, known.zone)
    if clock.over:
        sentence = f"The return period ended on {until}. Going back is not possible any more."
        return "over", sentence, "Go back says what is still possible; the list “Closing Wild Apricot down” begins."
    if clock.notice is None:
        return GOOD, f"Going back is possible until {until}.", ""
    left = counted(clock.notice, "day")
    sentence = f"Going back is possible for {left} more at most, until {until}."
    return f"{clock.notice} days", sentence, "Look at Go back: what is still open, and what going back would cost."


def _drift(known: Known) -> Told:
    looks = drift.looks(known)
    if not looks or not looks[-1][1].open:
        return GOOD, "No change in Wild Apricot is left open.", ""
    n = looks[-1][1].open
    sentence = f"{counted(n, 'record')} still changed in Wild Apricot after the switch, and nobody has settled it."
    return f"{n} open", sentence, "Go back shows them: say who minds each and whether it was carried over."


def _board(known: Known) -> Told:
    asked = [each for each in afterwards.emergencies(known) if each.state in {"waits", "overdue"}]
    if not asked:
        return GOOD, "The board has answered to the return that began in an emergency.", ""
    last = asked[-1]
    until = wall(last.until, known.zone)
    remedy = "Record the vote under Board; the motion stands ready."
    if last.state == "overdue":
        return f"overdue {last.run}", f"The board should have answered by {until} to the emergency return.", remedy
    return f"waits {last.run}", f"The board has to say by {until} whether it stands behind the return.", remedy
