"""Many rows in one statement, handed to the driver in the form it binds at once.

The driver binds text, numbers and ``bytearray`` as they are and asks a registry of adapters about every other value:
for a record with its four hashes and its empty columns that took twice as long as storing it.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection


def insert(conn: Connection, table: str, columns: Mapping[str, Sequence[object]]) -> None:
    """Insert rows given column by column, all of one length; a column without any value is left to its default."""
    given = {name: _bound(values) for name, values in columns.items() if values.count(None) < len(values)}
    marks = ", ".join("?" * len(given))
    many(conn, f"INSERT INTO {table} ({', '.join(given)}) VALUES ({marks})", list(zip(*given.values(), strict=True)))


def many(conn: Connection, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Run a statement for each row; for no row, not at all."""
    if rows:
        conn.exec_driver_sql(sql, list(rows))


def _bound(values: Sequence[object]) -> Sequence[object]:
    """The values of a column as the driver binds them at once."""
    kinds = set(map(type, values))
    if bytes not in kinds:
        return values
    if len(kinds) == 1:
        return list(map(bytearray, values))  # type: ignore[arg-type]
    return [bytearray(value) if isinstance(value, bytes) else value for value in values]
