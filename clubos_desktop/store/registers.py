"""The registers' entries: append, and read those that are as they were written.

Each entry's hash lies in its audit entry too, and the audit log is a chain: an entry that was changed, put in or taken
out behind this program's back is noticed when the registers are read.
"""

import hashlib
from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, RowMapping, insert, select, text

from clubos_desktop.model.registers import ACTS, Body, Entry, Kept
from clubos_desktop.store import audit, tables
from clubos_desktop.store.act import Tx

_SEALED = text(
    "SELECT json_extract(subject, '$.entry') AS entry, json_extract(subject, '$.register') AS register, "
    "json_extract(subject, '$.sha256') AS sha256 FROM audit WHERE json_extract(subject, '$.entry') IS NOT NULL"
)


def add(tx: Tx, register: str, item: str, act: str, body: Body, *, second: str = "") -> Entry:
    """Append an entry; it is of the act's person and moment. Raises TypeError when the body is another act's."""
    if not isinstance(body, ACTS[register][act]):
        raise TypeError(f"{register} {act} is no {type(body).__name__}")
    row = {
        "register": register,
        "item": item,
        "act": act,
        "at": tx.at,
        "actor": tx.actor,
        "second": second,
        "body": msgspec.json.encode(body, order="sorted").decode(),
    }
    entry = tables.register_entry
    key: int = tx.connection.execute(insert(entry).values(row).returning(entry.c.id)).scalar_one()
    tx.subject.update(entry=key, register=register, item=item, sha256=_hash(row | {"id": key}))
    return Entry(key, register, item, act, tx.at, tx.actor, second, body)


def seal(tx: Tx, act: str) -> None:
    """Write the audit entry of the entry added last, as ``act``, so that the same transaction may add another one."""
    audit.append(tx.connection, tx.at, tx.actor, act, tx.subject)
    tx.subject.clear()


def following(conn: Connection, register: str) -> str:
    """The number of a register's next item."""
    c = tables.register_entry.c
    used = conn.execute(select(c.item).where(c.register == register).distinct()).scalars()
    return str(1 + max((int(item) for item in used if item.isdigit()), default=0))


def read(conn: Connection) -> Kept:
    """All entries, oldest first."""
    rows = conn.execute(select(tables.register_entry).order_by(tables.register_entry.c.id)).mappings().all()
    sealed = {row.entry: (row.register, row.sha256) for row in conn.execute(_SEALED)}
    whole = [row for row in rows if sealed.get(row["id"], ("", ""))[1] == _hash(row)]
    sound = {row["id"] for row in whole}
    broken = {row["register"] for row in rows if row["id"] not in sound}
    broken |= {register for key, (register, _) in sealed.items() if key not in sound}
    return Kept(tuple(_entry(row) for row in whole), frozenset(broken))


def some(conn: Connection, keys: Collection[int]) -> dict[int, Entry]:
    """These entries as they stand, by their ids; whether they were changed is not looked at here."""
    entry = tables.register_entry
    found: dict[int, Entry] = {}
    wanted = sorted(keys)
    for first in range(0, len(wanted), 500):  # SQLite takes some thousand values in one statement
        rows = conn.execute(select(entry).where(entry.c.id.in_(wanted[first : first + 500]))).mappings()
        found |= {row["id"]: _entry(row) for row in rows}
    return found


def _entry(row: RowMapping) -> Entry:
    body = msgspec.json.decode(row["body"], type=ACTS[row["register"]][row["act"]])
    return Entry(row["id"], row["register"], row["item"], row["act"], row["at"], row["actor"], row["second"], body)


def _hash(row: RowMapping | dict[str, object]) -> str:
    fields = [row[name] for name in ("id", "register", "item", "act", "at", "actor", "second", "body")]
    return hashlib.sha256(msgspec.json.encode(fields)).hexdigest()
