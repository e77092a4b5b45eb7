"""Looking for words in differences: an index of every three letters, kept by triggers in the writer's transaction.

Letters are folded (case of every script). A text of one or two letters, or one that more than ``MOST`` differences
hold, is looked for row by row instead: where so many hold it, the first ones are met soon.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Integer, column, func, literal, select
from sqlalchemy import text as text_

from clubos_desktop.store import tables

LEAST = 3
"""Letters that the index knows at a time; a shorter text is not in it."""

MOST = 5_000
"""Matches up to which they are fetched and sorted; above, walking along the sorted list is quicker."""

_WORDS = "who, legacy, clubos, legacy_id, clubos_id"
_NEW = ", ".join(f"new.{name}" for name in ("id", *_WORDS.split(", ")))
_OLD = ", ".join(f"old.{name}" for name in ("id", *_WORDS.split(", ")))
_IN = f"INSERT INTO difference_text (rowid, {_WORDS}) VALUES ({_NEW});"
_OUT = f"INSERT INTO difference_text (difference_text, rowid, {_WORDS}) VALUES ('delete', {_OLD});"

_OF = "content='difference', content_rowid='id'"

STATEMENTS = (
    f"CREATE VIRTUAL TABLE difference_text USING fts5 ({_WORDS}, {_OF}, tokenize='trigram')",
    f"CREATE TRIGGER difference_text_added AFTER INSERT ON difference BEGIN {_IN} END",
    f"CREATE TRIGGER difference_text_gone AFTER DELETE ON difference BEGIN {_OUT} END",
    f"CREATE TRIGGER difference_text_changed AFTER UPDATE OF {_WORDS} ON difference BEGIN {_OUT} {_IN} END",
)
"""A step that makes the table of differences anew must make the triggers anew too."""


def make(connection: Connection) -> None:
    """The index and its triggers, for a new file."""
    for sql in STATEMENTS:
        connection.exec_driver_sql(sql)


def matching(conn: Connection, text: str) -> list[int] | None:
    """Ids of all differences that hold a text, closed ones too; None when they are better met by walking."""
    if len(text) < LEAST:
        return None
    found = conn.exec_driver_sql(
        "SELECT rowid FROM difference_text WHERE difference_text MATCH ? LIMIT ?", (_phrase(text), MOST + 1)
    )
    ids = list(found.scalars())
    return ids if len(ids) <= MOST else None


def how_many(conn: Connection, text: str, also: Sequence[ColumnElement[bool]], upto: int) -> int:
    """How many differences hold a text of three letters or more and fulfil further conditions, counted to ``upto``."""
    x = tables.difference
    held = text_("SELECT rowid AS held FROM difference_text WHERE difference_text MATCH :phrase")
    held_by = held.bindparams(phrase=_phrase(text)).columns(column("held", Integer)).subquery()
    # Each row of the index is looked up in turn, until there are enough.
    query = select(literal(1)).select_from(held_by).join(x, x.c.id == held_by.c.held).where(*also).limit(upto)
    return int(conn.execute(select(func.count()).select_from(query.subquery())).scalar_one())


def _phrase(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
