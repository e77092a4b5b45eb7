"""The whole list of differences from stored fingerprints, beside DuckDB's normalised full join of the same records.

    python -m pytest tests/benchmarks/test_differences.py -m benchmark -s

Both give the same list. Ours opens only pairs whose fingerprints differ; what the fingerprints cost once, at the copy,
is printed beside it. The store's own benchmarks read stored differences and are another order of magnitude faster.
"""

import random

import msgspec
import pytest

from clubos_desktop.diff.compare import compare
from clubos_desktop.diff.normal import prints
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Side
from clubos_desktop.model.records import Member
from tests.benchmarks.cost import best, cpu

pytestmark = pytest.mark.benchmark

N = 100_000
RULES = default_rules("America/Los_Angeles", "US", "USD")
FIELDS = ("first_name", "last_name", "email", "phone", "status", "level", "joined")
STATUSES = {"Active": "Active", "Lapsed": "Lapsed", "PendingNew": "Pending new", "PendingRenewal": "Pending renewal"}

Found = set[tuple[str | None, str | None, str]]


def pairs(seed: int = 5) -> tuple[list[Member], list[Member]]:
    """Members of both sides by pair: cosmetic noise everywhere, one in a hundred different, 0.2 % on one side only."""
    rng = random.Random(seed)
    legacy, clubos = [], []
    for number in range(N):
        phone = f"805{rng.randint(200, 999)}{rng.randint(0, 9999):04d}"
        status = rng.choice(tuple(STATUSES))
        made = Member(
            key=str(number), first_name=rng.choice(("Ann", "Bob", "Zoë")), last_name=f"Lee {number % 5000}",
            email=f"ann{number}@example.org", phone=phone, status=STATUSES[status], level="Regular",
            joined=f"20{rng.randint(10, 25)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}",
        )  # fmt: skip
        legacy.append(
            msgspec.structs.replace(
                made, email=f" {made.email}".title(), last_name=f"{made.last_name} ".upper(), status=status,
                phone=rng.choice(("({}) {}-{}", "+1 {} {} {}", "{}.{}.{}")).format(phone[:3], phone[3:6], phone[6:]),
            )
        )  # fmt: skip
        if rng.random() < 0.01:
            made = msgspec.structs.replace(made, **{rng.choice(FIELDS[:3]): "changed"})
        clubos.append(made)
    return (
        [one for one in legacy if int(one.key) % 500 != 1],
        [one for one in clubos if int(one.key) % 500 != 2],
    )


def ours(legacy: dict[str, Member], clubos: dict[str, Member], stored: list[tuple[str, bytes, bytes]]) -> Found:
    """Differences of pairs with unequal fingerprints, and the records of one side only."""
    found: Found = {
        (key, key, one.field)
        for key, mine, other in stored
        if mine != other
        for one in compare(RULES, legacy[key], clubos[key])
        if one.kind is Kind.CHANGED
    }
    found |= {(key, None, "") for key in legacy.keys() - clubos.keys()}
    return found | {(None, key, "") for key in clubos.keys() - legacy.keys()}


def plainly(legacy: dict[str, Member], clubos: dict[str, Member]) -> Found:
    """Every pair compared, without fingerprints."""
    return ours(legacy, clubos, [(key, b"", b"x") for key in legacy.keys() & clubos.keys()])


_NAME = "nullif(lower(trim(regexp_replace({0}, '\\s+', ' ', 'g'))), '')"
_PHONE = "nullif('+1' || right(regexp_replace({0}, '[^0-9]', '', 'g'), 10), '+1')"
_STATUS = "replace(lower(regexp_replace({0}, '([a-z])([A-Z])', '\\1_\\2', 'g')), ' ', '_')"
_EXPRESSIONS = {
    "first_name": _NAME, "last_name": _NAME, "email": "nullif(lower(trim({0})), '')", "phone": _PHONE,
    "status": _STATUS, "level": "lower({0})", "joined": "{0}",
}  # fmt: skip


def by_duckdb(connection) -> Found:
    """One normalised full outer join, unequal fields as flags."""
    flags = ", ".join(
        f"({rule.format('l.' + name)}) IS DISTINCT FROM ({rule.format('c.' + name)}) AS {name}"
        for name, rule in _EXPRESSIONS.items()
    )
    query = f"SELECT l.key, c.key, {flags} FROM legacy l FULL OUTER JOIN clubos c ON l.key = c.key"
    unequal = " OR ".join(FIELDS)
    rows = connection.sql(f"SELECT * FROM ({query}) AS t(lk, ck, {', '.join(FIELDS)}) WHERE {unequal}").fetchall()
    found: Found = set()
    for left, right, *unlike in rows:
        if left is None or right is None:
            found.add((left, right, ""))
        else:
            found |= {(left, right, name) for name, differs in zip(FIELDS, unlike, strict=True) if differs}
    return found


def test_the_list_of_differences() -> None:
    sides = pairs()
    legacy, clubos = ({one.key: one for one in side} for side in sides)
    seconds, stored = cpu(
        lambda: [
            (key, prints(RULES, Side.LEGACY, legacy[key])[0], prints(RULES, Side.CLUBOS, clubos[key])[0])
            for key in legacy.keys() & clubos.keys()
        ]
    )
    mine = ours(legacy, clubos, stored)
    assert mine == plainly(legacy, clubos)
    assert len(mine) > N / 100
    opened = best(lambda: ours(legacy, clubos, stored))
    everything = best(lambda: plainly(legacy, clubos), rounds=1)
    each = seconds / len(stored) / 2 * 1e6
    print(f"\n{N:,} pairs, {len(mine):,} differences; fingerprints once: {seconds:.2f} CPU s ({each:.1f} us a record)")
    print(
        f"from fingerprints {opened:.4f} CPU s; every pair opened {everything:.2f} CPU s ({everything / opened:.0f}x)"
    )
    assert opened < everything / 10


def test_beside_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: it is a peer, not a dependency")
    sides = pairs()
    legacy, clubos = ({one.key: one for one in side} for side in sides)
    connection = duckdb.connect()
    for name, side in zip(("legacy", "clubos"), sides, strict=True):
        columns = ", ".join(f"{field} VARCHAR" for field in ("key", *FIELDS))
        connection.execute(f"CREATE TABLE {name} ({columns})")
        values = {field: [getattr(one, field) for one in side] for field in ("key", *FIELDS)}
        arrow = pytest.importorskip("pyarrow").table(values)
        connection.register("arrow", arrow)
        connection.execute(f"INSERT INTO {name} SELECT * FROM arrow")
        connection.unregister("arrow")
    stored = [
        (key, prints(RULES, Side.LEGACY, legacy[key])[0], prints(RULES, Side.CLUBOS, clubos[key])[0])
        for key in legacy.keys() & clubos.keys()
    ]
    assert by_duckdb(connection) == ours(legacy, clubos, stored)
    theirs = best(lambda: by_duckdb(connection))
    opened = best(lambda: ours(legacy, clubos, stored))
    print(f"\nDuckDB's normalised full join {theirs:.3f} CPU s, ours {opened:.4f} CPU s ({theirs / opened:.0f}x less)")
    assert opened < theirs / 5
