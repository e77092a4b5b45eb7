"""The people of a workspace: names and roles. Their PINs are in ``pins``."""

import unicodedata

from sqlalchemy import Connection, func, insert, select, update

from clubos_desktop.errors import InputError, RefusedError, StorageError
from clubos_desktop.model.people import Person, Role
from clubos_desktop.store import tables
from clubos_desktop.store.act import PROGRAM, Tx


def actor(person: Person) -> str:
    """How the audit log names a person: by key, so that a name can be erased and the chain stays whole."""
    return f"person:{person.id}"


def number(who: str) -> int:
    """The key of the person whom the audit log names so; 0 for the program."""
    kind, _, key = who.partition(":")
    return int(key) if kind == "person" and key.isdecimal() else 0


def names(connection: Connection) -> dict[str, str]:
    """Actors as people call them: "Ann Lee, operator"."""
    rows = connection.execute(select(tables.person.c.id, tables.person.c.name, tables.person.c.role))
    return {PROGRAM: "This program"} | {f"person:{row.id}": f"{row.name}, {row.role}" for row in rows}


LONGEST = 120
"""Characters of a name."""


def plain_name(name: str) -> str:
    """A name as it is kept: trimmed, in one line, each letter in one form.

    Raises InputError: none, too long, or with characters that nobody sees (control, direction, private use).
    """
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not plain.strip(_JOINERS + " "):
        raise InputError("A person needs a name.", remedy="Fill in the name.", code="person.name")
    if len(plain) > LONGEST:
        raise InputError(
            f"This name is longer than {LONGEST} characters. Nothing was changed.",
            remedy="Shorten it.",
            code="person.name",
        )
    if any(unicodedata.category(letter) in _UNSEEN and letter not in _JOINERS for letter in plain):
        raise InputError(
            "This name holds characters that cannot be seen. Nothing was changed.",
            remedy="Type it anew instead of pasting it.",
            code="person.name",
        )
    return plain


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_JOINERS = "\u200c\u200d"
"""Needed in the spelling of several scripts."""


def add(tx: Tx, name: str, role: Role) -> Person:
    """A new person without a PIN. Raises InputError as ``plain_name`` does."""
    row = {"name": plain_name(name), "role": role.value, "added": tx.at}
    key = tx.connection.execute(insert(tables.person).values(row).returning(tables.person.c.id)).scalar_one()
    tx.subject["person"] = key
    return Person(id=key, name=row["name"], role=role, has_pin=False, active=True)


def every(connection: Connection) -> list[Person]:
    """All people, in the order they were added."""
    rows = connection.execute(select(tables.person).order_by(tables.person.c.id))
    try:
        return [Person(row.id, row.name, Role(row.role), row.pin is not None, row.active) for row in rows]
    except ValueError as error:
        raise StorageError(
            "The list of people was changed by something other than this program. Nothing was done.",
            remedy="Restore the last backup, and ask who else has the key of this workspace.",
            code="storage.strange",
        ) from error


def change(tx: Tx, person: int, *, name: str | None = None, role: Role | None = None) -> None:
    """Another name or role. Raises InputError as ``plain_name`` does."""
    values = {"name": name and plain_name(name), "role": role and role.value}
    values = {field: value for field, value in values.items() if value}
    if values:
        tx.connection.execute(update(tables.person).where(tables.person.c.id == person).values(values))
    tx.subject.update(person=person, fields=sorted(values))


def retire(tx: Tx, person: int) -> None:
    """Somebody acts here no more; what they did stays. Raises RefusedError for the last one who is active."""
    active = tables.person.c.active
    others = select(func.count()).where(active, tables.person.c.id != person)
    if not tx.connection.execute(others).scalar_one():
        raise RefusedError(
            "Somebody must be left who can act in this workspace. Nothing was changed.",
            remedy="Add another person first.",
            code="person.last",
        )
    tx.connection.execute(update(tables.person).where(tables.person.c.id == person).values(active=False))
    tx.subject["person"] = person
