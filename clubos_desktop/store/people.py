"""The people of a workspace: names, roles and PINs."""

from sqlalchemy import Connection, insert, select

from clubos_desktop.model.people import Person, Role
from clubos_desktop.store import tables
from clubos_desktop.store.act import PROGRAM, Tx


def actor(person: Person) -> str:
    """How the audit log names a person: by key, so that a name can be erased and the chain stays whole."""
    return f"person:{person.id}"


def names(connection: Connection) -> dict[str, str]:
    """Actors as people call them: "Ann Lee, operator"."""
    rows = connection.execute(select(tables.person.c.id, tables.person.c.name, tables.person.c.role))
    return {PROGRAM: "This program"} | {f"person:{row.id}": f"{row.name}, {row.role}" for row in rows}


def add(tx: Tx, name: str, role: Role) -> Person:
    """A new person without a PIN."""
    row = {"name": name.strip(), "role": role.value, "added": tx.at}
    key = tx.connection.execute(insert(tables.person).values(row).returning(tables.person.c.id)).scalar_one()
    tx.subject["person"] = key
    return Person(id=key, name=row["name"], role=role, has_pin=False, active=True)


def every(connection: Connection) -> list[Person]:
    """All people, in the order they were added."""
    rows = connection.execute(select(tables.person).order_by(tables.person.c.id))
    return [Person(row.id, row.name, Role(row.role), row.pin is not None, row.active) for row in rows]
