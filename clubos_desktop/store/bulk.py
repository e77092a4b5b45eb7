"""Many rows in one statement."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from sqlalchemy import Connection

_AT_ONCE = 1000
"""Rows made ready at a time: the memory of those that are written serves the next."""


def insert(conn: Connection, table: str, columns: Mapping[str, Sequence[object]]) -> None:
    """Insert rows given column by column, all of one length; a column without any value is left to its default."""
    given = {name: values for name, values in columns.items() if values.count(None) < len(values)}
    marks = ", ".join("?" * len(given))
    many(conn, f"INSERT INTO {table} ({', '.join(given)}) VALUES ({marks})", list(zip(*given.values(), strict=True)))


def insert_of(
    conn: Connection, table: str, columns: Mapping[str, str], rows: Sequence[object], same: Mapping[str, str | int]
) -> None:
    """Insert a row of each of some things. ``columns`` says which attribute each column holds; two of them at least.

    A column that none of them has a value for is left to its default. ``same`` are columns that are the same in all
    rows, words and numbers of the program's own: they stand in the statement.
    """
    given = {
        column: attribute
        for column, attribute in columns.items()
        if any(value is not None for value in map(attrgetter(attribute), rows))
    }
    if given:
        names = ", ".join((*given, *same))
        values = ", ".join((*("?" * len(given)), *map(_literal, same.values())))
        sql, values_of = f"INSERT INTO {table} ({names}) VALUES ({values})", attrgetter(*given.values())
        for start in range(0, len(rows), _AT_ONCE):
            many(conn, sql, list(map(values_of, rows[start : start + _AT_ONCE])))


def _literal(value: str | int) -> str:
    """A number or a word in SQL. Raises ValueError for what is not one of the program's own."""
    if isinstance(value, int):
        return str(value)
    if not value.isidentifier():
        raise ValueError("only plain words stand in a statement")
    return f"'{value}'"


def many(conn: Connection, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
    """Run a statement for each row; for no row, not at all."""
    if rows:
        conn.exec_driver_sql(sql, list(rows))
