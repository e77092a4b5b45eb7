"""Recording what comes after the switch: issues, what is done to close the old system down, that it is closed."""

from pathlib import Path

from sqlalchemy import Connection, func, select

from clubos_desktop.errors import RefusedError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Closed, Entry, Noted
from clubos_desktop.model.time import wall
from clubos_desktop.store import tables
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import board, enter, hash_of, known, need, prove, words
from clubos_desktop.verification.registers import afterwards as register
from clubos_desktop.verification.registers import runbook
from clubos_desktop.verification.registers.known import Known


def open_issue(database: Database, actor: str, title: str, owner: str) -> Entry:
    """Note an issue with somebody who minds it. Raises InputError."""
    cells = {"title": words(title, "What does not work"), "owner": words(owner, "Who minds it")}
    return enter(database, actor, "issue", "opened", Noted(cells))


def close_issue(database: Database, actor: str, number: str, how: str) -> Entry:
    """An issue is solved. Raises InputError: there is none, or it is solved already."""
    found = {each.number: each for each in register.issues(known(database).kept)}
    need(number in found, f"There is no issue {number}. Nothing was changed.", "See the list of issues.", "issue")
    need(
        found[number].closed is None,
        f"Issue {number} is solved already. Nothing was changed.",
        "Note it again if it came back.",
        "issue.closed",
    )
    return enter(database, actor, "issue", "closed", Closed(words(how, "How it was solved")), item=number)


def close_down(database: Database, actor: str, item: str, note: str, file: Path | None) -> Entry:
    """One thing of the list is done, with its proof. Raises InputError, RefusedError while one may go back."""
    wanted = {each.id: each for each in register.CLOSING}
    remedy = f"There are: {', '.join(wanted)}."
    need(item in wanted, f"There is no “{item}” on the list. Nothing was recorded.", remedy, "closing")
    now = known(database)
    _after_the_switch(now)
    if not wanted[item].early:
        _over(now)
    need(file, "This needs a file as its proof. Nothing was recorded.", "Choose a picture or document.", "closing.file")
    assert file is not None  # noqa: S101 - checked above
    cells = {"note": words(note, "What was seen"), "file": file.name, "sha256": hash_of(file)}
    if item == "keys":
        with database.read() as conn:
            forgotten = key_forgotten(conn, Side.LEGACY)
        need(
            forgotten,
            "The key for Wild Apricot is still on this computer. Nothing was recorded.",
            "Forget it first: Copies, Health, Connection; or clubos-desktop connect legacy --forget.",
            "closing.key",
        )
    return enter(database, actor, "retire", "done", Noted(cells), item=item)


def close(database: Database, person: Person, pin: str, reason: str) -> Entry:
    """Wild Apricot is closed down: ClubOS alone is left. Raises RefusedError (something is left), SignInError."""
    board(person)
    now = known(database)
    _after_the_switch(now)
    _over(now)
    left = register.missing(now.kept)
    if left:
        raise RefusedError(
            f"Not yet: {', '.join(each.title.lower() for each in left)}. Nothing was recorded.",
            remedy="Do what is left on the list “Closing Wild Apricot down”.",
            code="closing.left",
        )
    need(
        register.closed(now.kept) is None,
        "Wild Apricot is closed down already. Nothing was changed.",
        "There is nothing to do.",
        "closing.twice",
    )
    return enter(database, prove(database, person, pin), "retire", "closed", Closed(words(reason, "A word")), item="")


def key_forgotten(conn: Connection, side: Side) -> bool:
    """Whether the key of a system was wiped from this computer, and none was entered since."""
    c = tables.audit.c
    acts = ("key forgotten", "connection set")
    about = func.json_extract(c.subject, "$.side") == side.value
    last = conn.execute(select(c.act).where(c.act.in_(acts), about).order_by(c.seq.desc()).limit(1)).scalar()
    return last == acts[0]


def _after_the_switch(now: Known) -> None:
    if runbook.switched(now.kept) is None:
        raise RefusedError(
            "Wild Apricot is in charge: it is not closed down. Nothing was recorded.",
            remedy="This list is for after the switch.",
            code="closing.early",
        )


def _over(now: Known) -> None:
    ends = register.grace_ends(now.kept)
    if ends is not None and now.at < ends:
        raise RefusedError(
            f"One may go back until {wall(ends, now.zone)}; until then Wild Apricot stays. Nothing was recorded.",
            remedy="Come back then. The export and the archive can be made now.",
            code="closing.grace",
        )
