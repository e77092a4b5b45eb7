"""What every act shares: its entry, its checks, the PIN that signs it, the days and files it names."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from clubos_desktop import files
from clubos_desktop.errors import InputError, RefusedError, SignInError
from clubos_desktop.model.people import Person, Role
from clubos_desktop.model.records import Day
from clubos_desktop.model.registers import Body, Entry
from clubos_desktop.model.time import day_of, spell, to_instant
from clubos_desktop.model.written import Writing
from clubos_desktop.store import people, pins, registers, settings
from clubos_desktop.store.database import Database
from clubos_desktop.verification import measure
from clubos_desktop.verification.registers.known import Known

BOARD = frozenset({Role.CHAIR, Role.SECRETARY, Role.TREASURER, Role.BOARD_MEMBER})
"""Roles that act for the board."""


EARLIEST, LATEST = 1900, 2200
"""Years that a day may be of; others are slips, and some the calendar cannot count on from."""

LARGEST = 2_000_000_000
"""Bytes of the largest file that is taken as a proof."""


def enter(
    database: Database, actor: str, register: str, act: str, body: Body, *, item: str | None = None, second: str = ""
) -> Entry:
    """Append an entry; without ``item`` it begins a new one with the next number."""
    return enter_all(database, actor, (New(register, act, body, item, second),))[0]


@dataclass(frozen=True, slots=True)
class New:
    """An entry that is to be appended; without ``item`` it begins a new one with the next number."""

    register: str
    act: str
    body: Body
    item: str | None = None
    second: str = ""


def enter_all(database: Database, actor: str, wanted: Sequence[New]) -> tuple[Entry, ...]:
    """Append one or more entries, all of them or none; each has an audit entry of its own."""
    made: list[Entry] = []
    with database.transaction(actor, f"{wanted[-1].register} {wanted[-1].act}") as tx:
        for each in wanted:
            if made:
                registers.seal(tx, f"{made[-1].register} {made[-1].act}")
            item = registers.following(tx.connection, each.register) if each.item is None else each.item
            made.append(registers.add(tx, each.register, item, each.act, each.body, second=each.second))
    return tuple(made)


def known(database: Database) -> Known:
    """What the registers hold now."""
    at = to_instant(database.clock.now())
    with database.read() as conn:
        return measure.known_at(conn, at, settings.get(conn, "club", {}).get("zone", "UTC"))


def need(ok: object, sentence: str, remedy: str, code: str) -> None:
    """Raise InputError unless ``ok``; the sentence says what was not recorded."""
    if not ok:
        raise InputError(sentence, remedy=remedy, code=code)


def words(text: str, what: str) -> str:
    """A text that is not blank. Raises InputError."""
    need(text.strip(), f"{what} is missing. Nothing was recorded.", f"Say {what[0].lower()}{what[1:]}.", "text")
    return text.strip()


class Agreed(str):
    """Stands where a PIN stands when somebody agreed by a signed reply (verification.lists.requests); holds its hash.

    ``person`` is who agreed. Only a reply whose signature was checked makes one.
    """

    __slots__ = ("__dict__",)
    person: int

    def __new__(cls, person: int, reply: str) -> Self:
        """The reply of a person, by its hash."""
        made = super().__new__(cls, reply)
        made.person = person
        return made


def prove(database: Database, person: Person, pin: str) -> str:
    """The actor of a person who proved to be it. Raises SignInError (wrong PIN), LockedError, InputError (no PIN)."""
    if isinstance(pin, Agreed) and pin.person == person.id:
        return people.actor(person)
    if not pins.check(database, person.id, pin):
        raise SignInError(
            f"This is not the PIN of {person.name}. Nothing was signed.",
            remedy="Try again, or set a new PIN under Settings, People.",
            code="person.wrong_pin",
        )
    return people.actor(person)


def board(person: Person) -> None:
    """Refuse somebody who does not act for the board."""
    if person.role not in BOARD:
        raise RefusedError(
            f"{person.name} is {person.role} here; this is an act of the board. Nothing was recorded.",
            remedy="Let the chair, secretary, treasurer or a board member do it.",
            code="person.not_board",
        )


def past(day: str, database: Database, zone: str) -> Day:
    """A club day that is not to come. Raises InputError."""
    today = day_of(to_instant(database.clock.now()), zone)
    read = any_day(day, today)
    need(
        read <= today,
        f"{spell(read)} is still to come. Nothing was recorded.",
        "Give the day on which it was.",
        "day.future",
    )
    return read


def any_day(day: str, today: Day = "") -> Day:
    """A day as people write it or as "YYYY-MM-DD"; without a year the one nearest to ``today``. Raises InputError."""
    try:
        return _in_a_lifetime(Writing(today).day(day))
    except ValueError as error:
        raise InputError(
            f"“{day[:40]}” is not a day. Nothing was recorded.", remedy="Write it like 5 Dec 2026.", code="day"
        ) from error


def any_month(text: str) -> str:
    """A month as people write it or as "YYYY-MM", as "YYYY-MM". Raises InputError."""
    try:
        return _in_a_lifetime(Writing().month(text))
    except ValueError as error:
        raise InputError(
            f"“{text[:40]}” is not a month. Nothing was recorded.", remedy="Write it like Nov 2026.", code="month"
        ) from error


def _in_a_lifetime(day: str) -> str:
    if not EARLIEST <= int(day[:4]) <= LATEST:
        raise ValueError("no year of ours")
    return day


def hash_of(file: Path) -> str:
    """SHA-256 of a file. Raises InputError when it is none, cannot be read, holds nothing or is larger than 2 GB."""
    with files.opened(file, LARGEST) as content:
        try:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError as error:
            raise files.unreadable(file, "Nothing was recorded.", "file") from error
        need(content.tell(), f"{file.name} is empty. Nothing was recorded.", "Choose another file.", "file.empty")
    return found
