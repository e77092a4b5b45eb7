"""Small named values of a workspace, as JSON.

Known keys: "club", "connection.legacy", "connection.clubos",
"account.legacy", "account.clubos", "limits", "recovery.code", "recovery.confirmed", "audit.head".
"""

import json
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from clubos_desktop.store import sqlite, tables
from clubos_desktop.store.act import Tx

_READ = select(tables.setting.c.value).where(tables.setting.c.key == bindparam("name"))
_REPLACE = sqlite.replacing(tables.setting)


def get(connection: Connection, key: str, default: Any) -> Any:
    """The value of ``key``, or ``default``."""
    text = connection.execute(_READ, {"name": key}).scalar()
    return default if text is None else json.loads(text)


def put(tx: Tx, key: str, value: object) -> None:
    """Set ``key``. Values are plain JSON; the act's audit subject names the key, not the value."""
    write(tx.connection, key, value)


def drop(tx: Tx, key: str) -> None:
    """Forget ``key``."""
    tx.connection.execute(delete(tables.setting).where(tables.setting.c.key == key))


def write(connection: Connection, key: str, value: object) -> None:
    """Set ``key`` inside a write that has its audit entry elsewhere."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    connection.execute(_REPLACE, {"key": key, "value": text})
