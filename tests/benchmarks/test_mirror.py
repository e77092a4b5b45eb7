"""Copying, comparing and reading at 10,000 and 1,000,000 records, as ratios to what the encrypted file itself takes.

    python -m pytest tests/benchmarks/test_mirror.py -m benchmark -s
    PEOPLE=500000 python -m pytest tests/benchmarks/test_mirror.py -m benchmark -s      a million records: minutes, 5 GB

CPU seconds of this process, the floor measured in the same run.

* The floor of a first copy is SQLite's own ``INSERT ... SELECT`` of the very same records and versions into tables
  with the same indexes in the same encrypted file, which it copies tree to tree without sorting or looking anything
  up. Against it stands everything from the page bytes on: landing and committing each page, reading it back,
  splitting, parsing, hashing, normalising, fingerprinting, storing, counting, and the entry in the history. Like the
  copy, the floor is taken once, into a file that grows by it. Repeated, into room that the file has by then, it costs
  up to a third less: that stands beside it as the hard floor, which no first copy can have.
* "Kept current, each" is what a copy of what changed takes more than one in which nothing arrives, per arrived record:
  all of the above and besides pairs, differences and counters. Half of those that arrive are really changed, and the
  goal is 100 microseconds. What a copy costs by itself (a dozen transactions, whatever arrives) stands in a line of
  its own.
"""

import os
import re
import statistics
from contextlib import contextmanager

import msgspec
import pytest

from clubos_desktop.connectors.memory import MemoryReader
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.store import pairs, views
from clubos_desktop.sync import making, settle
from clubos_desktop.sync.zero import verify_from_zero
from tests.benchmarks.club_of_people import bodies, people, serve
from tests.benchmarks.cost import best, cpu, figure
from tests.unit.sync.club import Club

pytestmark = pytest.mark.benchmark

SIZES = [10_000, *([int(os.environ["PEOPLE"])] if "PEOPLE" in os.environ else [])]
MEMBERS = [Domain.MEMBERS]


class Timed(Club):
    """A club of many members whose answers are bytes in memory."""

    def __init__(self, path, count, *, phones=True):
        super().__init__(path)
        made = people(count, phones=phones)
        self.some = made[Side.LEGACY][::20] if count < 100_000 else made[Side.LEGACY][::200]
        self.counts = {side: len(members) for side, members in made.items()}
        self.pages = {side: bodies(made.pop(side)) for side in Side}
        for side, source in self.sides.items():
            serve(source, self.pages[side], self.counts[side])

    def timed(self, mode=Mode.FULL, sides=tuple(Side)):
        every, self.sides = self.sides, {side: self.sides[side] for side in sides}
        seconds, runs = cpu(lambda: self.copy(mode, MEMBERS))
        self.sides = every
        assert {run.state for run in runs.values()} == {RunState.COMPLETE}
        return seconds

    @property
    def count(self):
        return sum(self.counts.values())

    def floors(self):
        """CPU seconds of the floor, taken once, into a file that grows, and at best when it is repeated."""
        return self.floor(), min(self.floor() for _ in range(3))

    def floor(self):
        """SQLite's own ``insert ... select`` of all records and versions into tables like them, indexes and all."""
        with self.database.landing() as conn:
            for name, kind, sql in conn.exec_driver_sql(
                "SELECT name, type, sql FROM sqlite_schema WHERE tbl_name IN ('record', 'version') AND sql IS NOT NULL"
            ).fetchall():
                table = re.sub(r"\b(record|version)\b(?=\s*\()", r"\1_floor", sql, count=kind == "table")
                table = table if kind == "table" else table.replace(f" {name} ", f" {name}_floor ")
                conn.exec_driver_sql(table)
        seconds, _ = cpu(self._insert)
        with self.database.landing() as conn:
            conn.exec_driver_sql("DROP TABLE version_floor")
            conn.exec_driver_sql("DROP TABLE record_floor")
        return seconds

    def _insert(self):
        with self.database.landing() as conn:
            conn.exec_driver_sql("INSERT INTO record_floor SELECT * FROM record")
            conn.exec_driver_sql("INSERT INTO version_floor SELECT * FROM version")

    def scan(self):
        """SQLite touching every present version and record."""
        with self.database.read() as conn:
            conn.exec_driver_sql("SELECT sum(length(fields) + length(raw)), count(to_run) FROM version").one()
            conn.exec_driver_sql("SELECT sum(length(fingerprint)), sum(length(title)) FROM record").one()


@pytest.fixture(scope="module", params=SIZES)
def club(request, tmp_path_factory):
    made = Timed(tmp_path_factory.mktemp("club") / "club.clubos", request.param)
    yield made
    made.database.close()


def told(what, seconds, count, note):
    print(f"{what:44} {seconds:8.3f} s CPU {count / seconds:12,.0f} a second  {note}")


def test_the_journey_of_a_copy(club):
    print(f"\n{club.count:,} records on two sides")
    first, half = club.timed(sides=[Side.LEGACY]), club.counts[Side.LEGACY]
    floor, hard = club.floors()
    told("SQLite's own insert ... select (floor)", floor, half, f"repeated {hard:.3f} s")
    note = f"{floor / first:.0%} of the floor (goal 15 %), {hard / first:.0%} of the hard one"
    told("page bytes to accepted versions", first, half, note)
    what = f"Page bytes to accepted versions with the shipped rules, {half:,} records"
    figure(what, f"{floor / first:.0%} of SQLite's `INSERT … SELECT`, {hard / first:.0%} of a repeated one", "15 %")
    second = club.timed(sides=[Side.CLUBOS])
    told("the other side, with pairing and comparing", second, half, f"{second / first:.1f} times the first")
    again = best(club.timed, 5)
    told("the same again, nothing changed", again, club.count, "goal 500,000")
    figure(f"Unchanged full copy, {club.count:,} records in memory", f"{club.count / again:,.0f} a CPU s", "500,000")
    arrive(club, [])
    nothing = best(lambda: club.timed(Mode.INCREMENTAL), 5)
    told("a copy of what changed in which nothing arrives", nothing, 1, "")
    arrive(club, club.some)
    with spent(settle, "settle") as settling:
        seconds = club.timed(Mode.INCREMENTAL)
    arrived = len(club.some)
    each, settled = (seconds - nothing) / arrived * 1e6, settling[0] / arrived * 1e6
    told(f"kept current, {arrived:,} arrive", seconds - nothing, arrived, f"{each:.0f} µs each (goal 100)")
    what = f"An arrived record kept current, everything counted, {arrived:,} of {club.count:,}"
    figure(what, f"{each:.0f} µs, of it pairs and differences {settled:.0f} µs", "100 µs")
    told("of this: pairs and differences", settling[0], arrived, f"{settled:.0f} µs each")
    first_page(club)
    scan = best(club.scan)
    seconds, flaws = cpu(lambda: finish(verify_from_zero(club.database, prints=False)))
    assert flaws == ()
    told("one scan of all versions and records", scan, club.count, "")
    told("verified from zero, from the fingerprints", seconds, club.count, f"{seconds / scan:.1f} scans (goal 4)")
    figure(f"Verified from zero, {club.count:,} records", f"{seconds / scan:.1f} SQLite scans", "4")
    seconds, flaws = cpu(lambda: finish(verify_from_zero(club.database)))
    assert flaws == ()
    told("verified from zero, from the versions", seconds, club.count, f"{seconds / scan:.1f} scans")


@contextmanager
def spent(module, name):
    """CPU seconds spent in a function of a module meanwhile, in a list."""
    function, seconds = getattr(module, name), [0.0]

    def timed(*arguments):
        took, result = cpu(lambda: function(*arguments))
        seconds[0] += took
        return result

    setattr(module, name, timed)
    yield seconds
    setattr(module, name, function)


@pytest.mark.parametrize("count", sorted({*SIZES, 100_000}))
def test_page_bytes_to_versions_without_phones(tmp_path, count):
    shares, hards = [], []
    for number in range(5 if count < 500_000 else 1):
        club = Timed(tmp_path / f"{number}.clubos", count, phones=False)
        first, half = club.timed(sides=[Side.LEGACY]), club.counts[Side.LEGACY]
        floor, hard = club.floors()
        shares.append(floor / first)
        hards.append(hard / first)
        club.database.close()
    share, hard = statistics.median(shares), statistics.median(hards)
    print()
    note = f"{share:.0%} of the floor (goal 30 %), {hard:.0%} of the hard one; {', '.join(f'{s:.0%}' for s in shares)}"
    told("page bytes to versions, nobody has a phone", first, half, note)
    what = f"Page bytes to accepted versions where nobody has a phone, {half:,} records"
    figure(what, f"{share:.0%} of SQLite's `INSERT … SELECT`, {hard:.0%} of a repeated one", "30 %")


def arrive(club, members):
    """Some of the legacy side arrive again, half of them changed in two fields."""
    at = "2026-12-01T09:00:00.000Z"
    arrived = [
        msgspec.structs.replace(one, level="Silver", organization="Other", modified=at) if number % 2 else one
        for number, one in enumerate(members)
    ]
    serve(club.sides[Side.LEGACY], bodies(arrived), len(arrived))
    serve(club.sides[Side.CLUBOS], [], 0)


def first_page(club):
    def look():
        with club.database.read() as conn:
            views.counts(conn)
            views.totals(conn)
            views.field_totals(conn)
            return views.differences(conn, limit=50)

    page = look()
    assert len(page.rows) == 50
    seconds = best(look, 10)
    print(f"exact counts and first page of {page.total:,} differences {seconds * 1e3:13.1f} ms (goal 10 ms, warm)")
    figure(
        f"Exact counts and first page of differences, {club.count:,} records", f"{seconds * 1e3:.1f} ms CPU", "10 ms"
    )


def test_where_the_time_of_a_first_copy_goes(club):
    """The parts of one record's way, each by itself."""
    body, reader = club.pages[Side.LEGACY], MemoryReader()
    body = body[:100]
    raws = [raw for each in body for raw in reader.split(Domain.MEMBERS, each)]
    reading = reader.parse(Domain.MEMBERS, raws)
    arrived = [making.Arrived(record, raw, b"") for record, raw in zip(reading.records, raws, strict=True)]
    make = making.maker(Domain.MEMBERS, Side.LEGACY, club.rules, {}, "UTC")
    parts = {
        "split": lambda: [reader.split(Domain.MEMBERS, each) for each in body],
        "parse": lambda: reader.parse(Domain.MEMBERS, raws),
        "fields, prints, candidate, title": lambda: make(arrived),
    }
    print()
    for name, part in parts.items():
        print(f"{name:44} {best(part) / len(raws) * 1e6:8.1f} µs a record")
    with club.database.read() as conn:
        assert pairs.begun(conn, Domain.MEMBERS)
