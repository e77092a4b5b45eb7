"""Who takes part, and who lets somebody in: one person alone must never become two.

Until a board member has a PIN everybody may set up the list of people. From then on a change that touches a role of
the board needs the PIN of a board member, and so does the first PIN of somebody with such a role. A PIN that only one
board member vouched for, although another one could have, does not make a second person beside that one for 14 days.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.model.people import Person, Role
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import people, pins, settings
from clubos_desktop.store.act import Tx
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.entering import BOARD, board, need, prove

DAYS = 14
"""After so many days a PIN counts beside the one board member who vouched for it."""

Signer = tuple[Person, str]
"""A board member with the PIN that was typed."""


class _Vouched(NamedTuple):
    by: tuple[int, ...]
    at: Instant


def able(everybody: list[Person]) -> tuple[Person, ...]:
    """Board members who can let somebody in: they act here and have a PIN."""
    return tuple(each for each in everybody if each.active and each.has_pin and each.role in BOARD)


def guarded(database: Database, *roles: Role) -> bool:
    """Whether a change that touches these roles needs the PIN of a board member now."""
    return bool(BOARD.intersection(roles)) and bool(able(_every(database)))


def allow(database: Database, roles: tuple[Role, ...], by: Signer | None) -> Person | None:
    """Who lets a change of these roles happen; None where nobody has to.

    Raises RefusedError (a board member's PIN is needed and nobody gave one), SignInError, LockedError, InputError.
    """
    if by is not None:
        board(by[0])
        prove(database, *by)
        return by[0]
    if guarded(database, *roles):
        names = ", ".join(each.name for each in able(_every(database)))
        raise RefusedError(
            "This concerns somebody of the board, so it needs the PIN of a board member. Nothing was changed.",
            remedy=f"Let one of them type it: {names} (--by NAME on the command line).",
            code="person.needs_board",
        )
    return None


def add(database: Database, actor: str, name: str, role: Role, *, by: Signer | None = None) -> Person:
    """Somebody new, without a PIN. Raises InputError (no name, one that is taken) and what ``allow`` raises."""
    _refuse_name(database, name)
    allowed = allow(database, (role,), by)
    with database.transaction(actor, "person added") as tx:
        _note_allowed(tx, allowed)
        return people.add(tx, name, role)


def change(database: Database, actor: str, person: Person, name: str, role: Role, *, by: Signer | None = None) -> None:
    """Another name or role. Raises InputError (a name that is taken), RefusedError, and what ``allow`` raises."""
    _refuse_name(database, name, person.id)
    allowed = allow(database, (person.role, role), by)
    if role not in BOARD:
        _keep_one(database, person, f"{person.name} is the only one of the board with a PIN.")
    with database.transaction(actor, "person changed") as tx:
        _note_allowed(tx, allowed)
        people.change(tx, person.id, name=name, role=role)
        if allowed is not None and allowed.id != person.id and person.has_pin:
            _vouch(tx, person.id, allowed)


def retire(database: Database, actor: str, person: Person, *, by: Signer | None = None) -> None:
    """Somebody acts here no more; what they did stays. Raises RefusedError and what ``allow`` raises."""
    allowed = allow(database, (person.role,), by)
    _keep_one(database, person, f"{person.name} is the only one of the board with a PIN.")
    with database.transaction(actor, "person retired") as tx:
        _note_allowed(tx, allowed)
        people.retire(tx, person.id)


def set_pin(database: Database, person: Person, new: str, *, present: str = "", by: Signer | None = None) -> None:
    """A person's own PIN: who has one proves it; the first one of a board member needs another board member's.

    Raises InputError (too short), SignInError, LockedError, and what ``allow`` raises.
    """
    if person.has_pin:
        prove(database, person, present)
        with database.transaction(people.actor(person), "PIN set") as tx:
            pins.put(tx, person.id, new)
        return
    guards = bool(able(_every(database)))
    allowed = allow(database, (person.role,), by)
    with database.transaction(people.actor(person), "PIN set") as tx:
        pins.put(tx, person.id, new)
        _note_allowed(tx, allowed)
        settings.drop(tx, _key(person.id))
        if guards:
            _write(tx, person.id, () if allowed is None else (allowed.id,))


def reset(database: Database, person: Person, *, by: Signer) -> None:
    """Take a lost PIN away, so that its owner can set a new one; somebody else of the board types the own PIN.

    Raises InputError (no PIN to take away), RefusedError (oneself), SignInError, LockedError.
    """
    need(person.has_pin, f"{person.name} has no PIN. Nothing was changed.", "Set one.", "person.no_pin")
    _refuse_self(person, by[0])
    allowed = allow(database, (person.role,), by)
    with database.transaction(people.actor(by[0]), "PIN taken away") as tx:
        _note_allowed(tx, allowed)
        pins.drop(tx, person.id)
        settings.drop(tx, _key(person.id))


def vouch(database: Database, person: Person, *, by: Signer) -> None:
    """A board member vouches that this PIN belongs to this person. Raises RefusedError, SignInError, LockedError."""
    _refuse_self(person, by[0])
    need(person.has_pin, f"{person.name} has no PIN yet. Nothing was changed.", "Let it be set.", "person.no_pin")
    allow(database, (person.role,), by)
    with database.transaction(people.actor(by[0]), "person vouched for") as tx:
        _vouch(tx, person.id, by[0])
        tx.subject["person"] = person.id


def together(database: Database, first: int, second: int) -> None:
    """Refuse two people, by their numbers, of whom one alone let the other in. Raises RefusedError."""
    everybody = {each.id: each for each in _every(database)}
    with database.read() as conn:
        found = {each: _vouched(conn, each) for each in everybody}
    now = to_instant(database.clock.now())
    for number in (first, second):
        vouched = found.get(number)
        if vouched is not None and not vouched.by:
            raise _not_two(everybody[number].name, "nobody of the board has vouched for the PIN")
    if _root(found, first, now) == _root(found, second, now):
        raise _not_two(everybody[second].name, "the same board member let both in, less than 14 days ago")


def both(database: Database, actor: str, first: Signer | None, second: Signer) -> str:
    """Who confirms, as the history names people: both typed the own PIN, and neither alone let the other in.

    Acting as somebody takes one press, so who acts proves it here. Raises RefusedError, SignInError, LockedError,
    InputError.
    """
    if first is None or people.actor(first[0]) != actor:
        raise RefusedError(
            "Two people sign this, and who acts now has not typed the own PIN. Nothing was changed.",
            remedy="Type it too; who has none sets one under Settings, People.",
            code="second_person.first",
        )
    together(database, first[0].id, second[0].id)
    prove(database, *first)
    return prove(database, *second)


def waiting(database: Database) -> frozenset[int]:
    """The numbers of people for whose PIN a board member still has to vouch, or a second one."""
    now = to_instant(database.clock.now())
    with database.read() as conn:
        found = {each.id: _vouched(conn, each.id) for each in people.every(conn) if each.active and each.has_pin}
    return frozenset(number for number, each in found.items() if each is not None and not _counts(each, now))


def _not_two(name: str, why: str) -> RefusedError:
    return RefusedError(
        f"{name} does not count as a second person here yet: {why}. Nothing was changed.",
        remedy="Let another board member vouch under Settings, People (people vouch on the command line).",
        code="second_person.vouched",
    )


def _root(found: Mapping[int, _Vouched | None], number: int, now: Instant) -> int:
    """The one person on whose word alone this one acts here; oneself where that is nobody."""
    seen = [number]
    while (each := found.get(seen[-1])) is not None and not _counts(each, now) and each.by:
        if each.by[0] in seen:
            return min(seen)
        seen.append(each.by[0])
    return seen[-1]


def _counts(each: _Vouched, now: Instant) -> bool:
    long_ago = to_instant(from_instant(each.at) + timedelta(days=DAYS)) <= now
    return len(each.by) > 1 or (bool(each.by) and long_ago)


def _vouch(tx: Tx, number: int, by: Person) -> None:
    """Note that one more board member vouches, where anybody has to."""
    there = _vouched(tx.connection, number)
    if there is not None:
        _write(tx, number, tuple(sorted({*there.by, by.id})))


def _vouched(conn: Connection, number: int) -> _Vouched | None:
    said = settings.get(conn, _key(number), None)
    return None if said is None else _Vouched(tuple(said["by"]), said["at"])


def _write(tx: Tx, number: int, by: tuple[int, ...]) -> None:
    """Note who vouched; nothing is noted where nobody else of the board could have done it too."""
    others = {each.id for each in people.every(tx.connection) if each.has_pin and each.role in BOARD} - {number, *by}
    if by and not others:
        settings.drop(tx, _key(number))
    else:
        settings.put(tx, _key(number), {"by": list(by), "at": tx.at})


def _key(number: int) -> str:
    return f"vouched.{number}"


def _note_allowed(tx: Tx, allowed: Person | None) -> None:
    if allowed is not None:
        tx.subject["allowed"] = allowed.id


def _keep_one(database: Database, person: Person, sentence: str) -> None:
    """Refuse to leave a board that once had a PIN without one: everybody could let people in again."""
    if [each.id for each in able(_every(database))] == [person.id]:
        raise RefusedError(
            f"{sentence} Nothing was changed.",
            remedy="Let another board member set a PIN first.",
            code="person.last_board",
        )


def _refuse_self(person: Person, by: Person) -> None:
    if person.id == by.id:
        raise RefusedError(
            "Nobody does this for oneself. Nothing was changed.",
            remedy="Let another board member type the own PIN.",
            code="person.self",
        )


def _refuse_name(database: Database, name: str, person: int = 0) -> None:
    """Refuse a name that somebody else here has: each act is told by it."""
    wanted = people.plain_name(name).casefold()
    taken = [each for each in _every(database) if each.active and each.id != person and each.name.casefold() == wanted]
    if taken:
        raise InputError(
            f"{taken[0].name} is here already. Nothing was changed.",
            remedy="Add something that tells the two apart.",
            code="person.twice",
        )


def _every(database: Database) -> list[Person]:
    with database.read() as conn:
        return people.every(conn)
