"""What an act, a landing, a reading and an opening cost beside what SQLCipher itself takes for the same.

python -m pytest tests/benchmarks/test_store.py -m benchmark -s
"""

import pytest
from sqlcipher3 import dbapi2

from clubos_desktop.store import audit
from clubos_desktop.store.database import Database
from tests.benchmarks.cost import best

pytestmark = pytest.mark.benchmark

KEY = bytes(range(32))
N = 300
CALL = "INSERT INTO call (at, side, method, path, status, ms) VALUES ('', 'legacy', 'GET', '/', 200, 1)"


@pytest.fixture
def database(tmp_path):
    made = Database.create(tmp_path / "club.clubos", KEY)
    yield made
    made.close()


def floor(path, sync):
    """The same row by the driver alone, in a transaction of its own."""
    connection = connect(path)
    connection.execute(f"PRAGMA synchronous = {sync}")
    seconds = best(lambda: [one(connection) for _ in range(N)])
    connection.close()
    return seconds


def connect(path):
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return connection


def one(connection):
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(CALL)
    connection.execute("COMMIT")


def test_writing_reading_opening_cost_little_beside_the_driver(database):
    def act():
        with database.transaction("person:1", "noted", {"n": 1}) as tx:
            tx.connection.exec_driver_sql(CALL)

    def land():
        with database.landing() as connection:
            connection.exec_driver_sql(CALL)

    def read():
        with database.read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar()

    def opened():
        Database.open(database.path, KEY).close()

    plain = connect(database.path)
    rows = [
        ("act with its audit entry", act, floor(database.path, "FULL"), 12),
        ("landing", land, floor(database.path, "NORMAL"), 12),
        ("reading", read, best(lambda: [plain.execute("SELECT 1").fetchone() for _ in range(N)]), 120),
        ("opening", opened, best(lambda: [connect(database.path).close() for _ in range(N)]), 15),
    ]
    plain.close()
    for name, work, base, limit in rows:
        seconds = best(lambda work=work: [work() for _ in range(N)])
        print(
            f"{name:26} {seconds / N * 1e6:7.0f} µs CPU, driver alone {base / N * 1e6:6.0f} µs, {seconds / base:5.1f}x"
        )
        assert seconds <= limit * base, name


def test_a_long_history_is_verified_at_a_steady_pace(database):
    def grow(count):
        with database.landing() as connection:
            for _ in range(count):
                audit.append(connection, "2026-03-04T12:00:00.000Z", "person:1", "noted", {"run": 7, "pairs": 12})

    def verify():
        with database.read() as connection:
            assert audit.verify(connection) == []

    grow(2_000)
    short = best(verify)
    grow(18_000)
    long = best(verify)
    print(f"verifying 2,000 entries {short:.3f} s, 20,000 entries {long:.3f} s")
    assert long <= 20 * short
