"""The whole list of differences as it is stored, beside DuckDB's normalised full join of the same records.

    python -m pytest tests/benchmarks/test_differences.py -m benchmark -s
    PEOPLE=500000 python -m pytest tests/benchmarks/test_differences.py -m benchmark -s      a million records

DuckDB joins its own table on the key and normalises both sides each time; pairing, which it cannot do, is given to it
for nothing. Ours reads what the copies left in the encrypted file: every difference that stands, page by page, as the
values that screens and files show. Both give the same list. What keeping it cost is printed beside it: the whole
second side's copy, with pairing, comparing and storing. CPU seconds of this process, all threads.
"""

import os

import pytest

from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Side
from clubos_desktop.store import views
from tests.benchmarks.club_of_people import people
from tests.benchmarks.cost import best, figure
from tests.benchmarks.test_mirror import Timed

pytestmark = pytest.mark.benchmark

COUNT = int(os.environ.get("PEOPLE", "100000"))
FIELDS = ("first_name", "last_name", "email", "phone", "status", "level", "joined")
REAL = (Kind.CHANGED, Kind.ONLY_LEGACY, Kind.ONLY_CLUBOS)

Found = set[tuple[str | None, str | None, str]]

_NAME = "nullif(lower(trim(regexp_replace({0}, '\\s+', ' ', 'g'))), '')"
_PHONE = "nullif('+1' || right(regexp_replace({0}, '[^0-9]', '', 'g'), 10), '+1')"
_STATUS = "replace(lower(regexp_replace({0}, '([a-z])([A-Z])', '\\1_\\2', 'g')), ' ', '_')"
_EXPRESSIONS = {
    "first_name": _NAME, "last_name": _NAME, "email": "nullif(lower(trim({0})), '')", "phone": _PHONE,
    "status": _STATUS, "level": "lower({0})", "joined": "{0}",
}  # fmt: skip


def stored(club: Timed) -> Found:
    """Every difference that stands, page by page."""
    wanted, found, after = views.DifferenceFilter(kinds=REAL), set(), None
    with club.database.read() as conn:
        while True:
            page = views.differences(conn, wanted, after=after, limit=1000)
            found |= {(row.legacy_id, row.clubos_id, row.field) for row in page.rows}
            after = page.next
            if after is None:
                return found


def by_duckdb(connection) -> Found:
    """One normalised full outer join, unequal fields as flags."""
    flags = ", ".join(
        f"({rule.format('l.' + name)}) IS DISTINCT FROM ({rule.format('c.' + name)}) AS {name}"
        for name, rule in _EXPRESSIONS.items()
    )
    query = f"SELECT l.key, c.key, {flags} FROM legacy l FULL OUTER JOIN clubos c ON 'c' || l.key = c.key"
    unequal = " OR ".join(FIELDS)
    rows = connection.sql(f"SELECT * FROM ({query}) AS t(lk, ck, {', '.join(FIELDS)}) WHERE {unequal}").fetchall()
    found: Found = set()
    for left, right, *unlike in rows:
        if left is None or right is None:
            found.add((left, right, ""))
        else:
            found |= {(left, right, name) for name, differs in zip(FIELDS, unlike, strict=True) if differs}
    return found


def loaded(duckdb, folder):
    """The same people in DuckDB's own file."""
    connection = duckdb.connect(folder / "peer.duckdb")
    columns = ("key", *FIELDS)
    for side, members in people(COUNT).items():
        file = folder / f"{side}.csv"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines("\t".join(getattr(one, name) for name in columns) + "\n" for one in members)
        named = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in columns) + "}"
        connection.execute(
            f"CREATE TABLE {side} AS SELECT * FROM read_csv('{file}', delim='\t', header=false, columns={named})"
        )
    return connection


def test_the_whole_list_beside_duckdb(tmp_path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: it is a peer, not a dependency")
    club = Timed(tmp_path / "club.clubos", COUNT)
    club.timed(sides=[Side.LEGACY])
    kept = club.timed(sides=[Side.CLUBOS])
    connection = loaded(duckdb, tmp_path)
    mine = stored(club)
    assert by_duckdb(connection) == mine
    assert len(mine) > COUNT / 100
    theirs = best(lambda: by_duckdb(connection), 5)
    ours = best(lambda: stored(club), 20)
    connection.close()
    club.database.close()
    print(
        f"\n{club.count:,} records, {len(mine):,} differences: DuckDB's normalised full join {theirs:.3f} CPU s, "
        f"the stored list {ours:.4f}; the second side's copy with pairing and comparing, once: {kept:.1f}"
    )
    figure(
        "The whole list of differences, CPU beside DuckDB's normalised full join", f"{theirs / ours:.0f}x less", "50x"
    )
