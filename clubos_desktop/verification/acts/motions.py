"""Keeping what ClubOS holds of the board's votes, and saying which of its motions a vote is."""

from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import BoardMotion, Entry, Linked, MotionsRead
from clubos_desktop.model.time import to_instant
from clubos_desktop.store.act import PROGRAM
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import board, enter, known, need, prove
from clubos_desktop.verification.registers import decided, motions
from clubos_desktop.verification.registers.known import after


def keep(database: Database, found: tuple[BoardMotion, ...]) -> Entry | None:
    """Keep every motion that ClubOS holds; None when the same was kept less than a day ago."""
    last = motions.read(known(database))
    now = to_instant(database.clock.now())
    if last is not None and last[1].motions == found and after(last[0].at, 1) > now:
        return None
    return enter(database, PROGRAM, "governance", "read", MotionsRead(found), item="")


def link(database: Database, person: Person, pin: str, number: str, motion: str) -> Entry:
    """Which of ClubOS's motions a vote is, by its id; "" for none of them. Raises InputError, RefusedError."""
    board(person)
    now = known(database)
    there = number in {entry.item for entry, _ in decided.votes(now)}
    need(there, f"There is no vote {number}. Nothing was changed.", "See the list of votes.", "vote")
    held = motions.read(now)
    ids = {each.id for each in held[1].motions} if held else set()
    remedy = "Copy once; the motions of ClubOS are read then."
    need(not motion or motion in ids, "ClubOS shows no such motion. Nothing was recorded.", remedy, "vote.motion")
    return enter(database, prove(database, person, pin), "vote", "linked", Linked(motion), item=number)
