"""Rows in bulk, and pages as they are kept."""

from typing import NamedTuple

import pytest

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode, Page
from clubos_desktop.store import bulk, mirror
from clubos_desktop.store.database import Database

KEY = bytes(range(32))
AT = "2026-01-01T00:00:00.000Z"


@pytest.fixture
def database(tmp_path):
    made = Database.create(tmp_path / "club.clubos", KEY)
    yield made
    made.close()


def test_bytes_and_nothing_come_back_as_they_went_in(database):
    with database.landing() as conn:
        conn.exec_driver_sql("CREATE TABLE t (a TEXT, b BLOB, c BLOB, d INTEGER DEFAULT 7, e INTEGER)")
        bulk.insert(
            conn, "t", {"a": ["x", "y"], "b": [b"1", None], "c": [b"", b"\x00"], "d": [None] * 2, "e": [1, None]}
        )
        rows = conn.exec_driver_sql("SELECT a, b, c, d, e, typeof(b), typeof(c) FROM t").fetchall()
    assert [tuple(row) for row in rows] == [
        ("x", b"1", b"", 7, 1, "blob", "blob"),
        ("y", None, b"\x00", 7, None, "null", "blob"),
    ]


class One(NamedTuple):
    key: str
    blob: bytes | None
    rest: None = None


def test_attributes_become_columns_and_what_all_share_stands_once(database):
    with database.landing() as conn:
        conn.exec_driver_sql("CREATE TABLE t (a TEXT, b BLOB, c INTEGER DEFAULT 7, side TEXT, run INTEGER)")
        things = [One("x", b"\x001"), One("y", None)]
        bulk.insert_of(conn, "t", {"a": "key", "b": "blob", "c": "rest"}, things, {"side": "legacy", "run": 3})
        rows = conn.exec_driver_sql("SELECT a, b, c, side, run FROM t").fetchall()
        with pytest.raises(ValueError, match="plain words"):
            bulk.insert_of(conn, "t", {"a": "key", "b": "blob"}, things, {"side": "a', 'b"})
        bulk.insert_of(conn, "there is no such table", {"a": "key", "b": "blob"}, [], {})
    assert [tuple(row) for row in rows] == [("x", b"\x001", 7, "legacy", 3), ("y", None, 7, "legacy", 3)]


def test_no_rows_are_no_statement(database):
    with database.landing() as conn:
        bulk.insert(conn, "there is no such table", {"a": []})
        bulk.many(conn, "no SQL", [])


def test_columns_of_unlike_length_are_refused(database):
    with database.landing() as conn, pytest.raises(ValueError, match="shorter"):
        bulk.insert(conn, "counter", {"domain": ["a", "b"], "kind": ["a"]})


@pytest.mark.parametrize("body", [b"", b"[]", b'[{"Id": 1}]' * 1000, b"\x00z", b"\x00zz" * 3, b"\xff" * 5000])
def test_a_page_comes_back_as_it_was(database, body):
    with database.landing() as conn:
        run = mirror.begin(conn, Side.LEGACY, Domain.MEMBERS, Mode.FULL, copy=1, at=AT)
        mirror.land(conn, run, 0, Page(Domain.MEMBERS, body, "1"))
        assert [page.body for page in mirror.pages(conn, run, 0, 9)] == [body]


def test_a_page_that_an_older_version_kept_is_read(database):
    with database.landing() as conn:
        run = mirror.begin(conn, Side.LEGACY, Domain.MEMBERS, Mode.FULL, copy=1, at=AT)
        conn.exec_driver_sql(
            "INSERT INTO landing (run, seq, cursor, hash, body) VALUES (?, 0, '1', x'00', ?)",
            (run, b'[{"Id": 1}]' * 99),
        )
        assert [page.body for page in mirror.pages(conn, run, 0, 9)] == [b'[{"Id": 1}]' * 99]
