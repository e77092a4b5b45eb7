"""A random sample for a person to look at, the result kept, and the exact statement of what it can exclude.

The sample is a function of the seed and the records as they were listed. Statements are computed in whole numbers.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from sqlalchemy import Connection, insert, select, update

from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.records import Instant
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import tables
from clubos_desktop.store.database import Database

RESULTS = ("right", "wrong", "not_seen")
"""Both systems and the person's own knowledge agree; they do not; it could not be looked at."""

CONFIDENCE = Fraction(95, 100)


@dataclass(frozen=True, slots=True)
class Item:
    """One record of a sample; ``result`` is "" until somebody looked."""

    place: int
    legacy_id: str | None
    clubos_id: str | None
    title: str
    result: str
    note: str


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """A sample and what became of it."""

    id: int
    at: Instant
    by: str
    domain: Domain
    seed: int
    population: int
    items: tuple[Item, ...]

    def count(self, result: str) -> int:
        """How many were found so."""
        return sum(item.result == result for item in self.items)

    @property
    def open(self) -> int:
        """How many nobody has looked at."""
        return self.count("")


def draw(database: Database, domain: Domain, size: int, seed: int, *, clock: Clock, actor: str) -> int:
    """Draw a sample of a domain's records (a pair counts once) and keep it; returns its number. Raises InputError."""
    if domain not in PAIRED:
        raise InputError(
            f"{DOMAIN_LABELS[domain]} are not shown by ClubOS one by one. Nothing was drawn.",
            remedy="Choose members, events or registrations.",
            code="spot.domain",
        )
    at = to_instant(clock.now())
    with database.transaction(actor, "spot check drawn") as tx:
        units = population(tx.connection, domain)
        if not 1 <= size <= len(units):
            raise InputError(
                f"A sample of {size:,} cannot be drawn from {len(units):,} records. Nothing was drawn.",
                remedy=f"Choose a size from 1 to {len(units):,}.",
                code="spot.size",
            )
        chosen = sample(len(units), size, seed)
        c, i = tables.spot_check, tables.spot_item
        values = {"at": at, "actor": actor, "domain": domain, "seed": seed, "population": len(units)}
        number: int = tx.connection.execute(insert(c).values(values).returning(c.c.id)).scalar_one()
        rows = [
            {"spot_check": number, "place": place, "legacy_id": units[at][0], "clubos_id": units[at][1]}
            for place, at in enumerate(chosen, 1)
        ]
        tx.connection.execute(insert(i), rows)
        tx.subject.update(spot_check=number, domain=domain.value, seed=seed, size=size, population=len(units))
    return number


def population(conn: Connection, domain: Domain) -> list[tuple[str | None, str | None]]:
    """Every pair and every record without one, by the sources' keys, in an order that only these keys decide."""
    rows = conn.exec_driver_sql(
        "SELECT l.key, c.key FROM pair p JOIN record l ON l.id = p.legacy JOIN record c ON c.id = p.clubos "
        "WHERE p.domain = ? UNION ALL SELECT CASE side WHEN 'legacy' THEN key END, "
        "CASE side WHEN 'clubos' THEN key END "
        "FROM record r WHERE domain = ? AND gone_run IS NULL AND apart = '' "
        "AND NOT EXISTS (SELECT 1 FROM pair WHERE legacy = r.id) "
        "AND NOT EXISTS (SELECT 1 FROM pair WHERE clubos = r.id)",
        (domain.value, domain.value),
    )
    return sorted(((row[0], row[1]) for row in rows), key=lambda one: (one[0] or "", one[1] or ""))


def sample(whole: int, size: int, seed: int) -> list[int]:
    """``size`` different places of ``whole``, the same for the same seed, each as likely as the other."""
    return random.Random(seed).sample(range(whole), size)  # noqa: S311 - chance that can be repeated is wanted


def record(
    database: Database, check: int, places: Sequence[int], result: str, *, clock: Clock, actor: str, note: str = ""
) -> None:
    """Keep what a look at some records of a sample came to; a later look counts instead. Raises InputError."""
    if result not in RESULTS:
        raise InputError(
            f"“{result}” is no result. Nothing was kept.", remedy="Say right, wrong or not_seen.", code="spot.result"
        )
    at = to_instant(clock.now())
    with database.transaction(actor, "spot check looked at", {"spot_check": check, "result": result}) as tx:
        there = {item.place for item in read(tx.connection, check).items}
        unknown = sorted(set(places) - there)
        if unknown or not places:
            raise InputError(
                f"The sample has no record number {unknown[0] if unknown else '–'}. Nothing was kept.",
                remedy=f"Say a number from 1 to {len(there)}.",
                code="spot.place",
            )
        i = tables.spot_item
        mine = (i.c.spot_check == check, i.c.place.in_(list(places)))
        values = {"result": result, "note": note, "at": at, "actor": actor}
        tx.connection.execute(update(i).where(*mine).values(values))
        tx.subject["places"] = list(places)


def read(conn: Connection, check: int | None = None) -> SpotCheck:
    """A sample by its number, or the last one. Raises InputError when there is none."""
    c, i = tables.spot_check.c, tables.spot_item.c
    query = select(tables.spot_check).order_by(c.id.desc()).limit(1)
    row = conn.execute(query if check is None else query.where(c.id == check)).first()
    if row is None:
        raise InputError(
            "There is no such spot check yet. Nothing was changed.",
            remedy="Draw one: clubos-desktop spot-check draw.",
            code="spot.none",
        )
    r = tables.record
    domain = Domain(row.domain)
    called = select(r.c.side, r.c.key, r.c.title).where(r.c.domain == domain)
    titles = {(Side(side), key): title for side, key, title in conn.execute(called)}
    items = [
        Item(
            item.place,
            item.legacy_id,
            item.clubos_id,
            titles.get((Side.LEGACY, item.legacy_id)) or titles.get((Side.CLUBOS, item.clubos_id)) or "",
            item.result,
            item.note,
        )
        for item in conn.execute(select(tables.spot_item).where(i.spot_check == row.id).order_by(i.place))
    ]
    return SpotCheck(row.id, row.at, row.actor, domain, row.seed, row.population, tuple(items))


def most_wrong(whole: int, looked: int, wrong: int, confidence: Fraction = CONFIDENCE) -> int:
    """The most records of ``whole`` that may be wrong, at a confidence, when ``wrong`` of ``looked`` were.

    Exact (hypergeometric): the largest K for which seeing at most ``wrong`` has a chance above 1 - confidence.
    """
    if not 0 <= wrong <= looked <= whole:
        raise ValueError("no such sample")
    low, high = wrong, whole - (looked - wrong)
    while low < high:  # the chance falls as K grows
        middle = (low + high + 1) // 2
        if chance(whole, middle, looked, wrong) > 1 - confidence:
            low = middle
        else:
            high = middle - 1
    return low


def chance(whole: int, bad: int, looked: int, wrong: int) -> Fraction:
    """The chance that a sample of ``looked`` holds at most ``wrong`` of the ``bad`` among ``whole``."""
    ways = sum(comb(bad, k) * comb(whole - bad, looked - k) for k in range(min(wrong, bad, looked) + 1))
    return Fraction(ways, comb(whole, looked))


def statement(check: SpotCheck, confidence: Fraction = CONFIDENCE) -> str:
    """What the sample says and what it does not. Records that could not be looked at count as not looked at."""
    right, wrong = check.count("right"), check.count("wrong")
    looked, what = right + wrong, DOMAIN_LABELS[check.domain].lower()
    if not looked:
        return f"Nobody has looked at any of the {len(check.items):,} {what} yet: nothing is excluded."
    most = most_wrong(check.population, looked, wrong, confidence)
    unseen = f" {len(check.items) - looked:,} of the sample were not looked at." if looked < len(check.items) else ""
    share = _rounded_up(most, check.population)
    return (
        f"{wrong:,} of {looked:,} looked at were wrong, drawn by chance from {check.population:,} {what}: with "
        f"{int(confidence * 100)} % confidence no more than {most:,} of them ({share} %) are wrong. "
        f"Fewer than that cannot be excluded.{unseen}"
    )


def _rounded_up(part: int, whole: int) -> str:
    """A percentage with one place, never shown smaller than it is."""
    tenths = -(-part * 1000 // whole)
    return f"{tenths // 10}.{tenths % 10}"
