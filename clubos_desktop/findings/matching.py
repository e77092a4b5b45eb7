"""Pairs that people make and part. What follows (differences, registrations) is settled in the same act.

A pair by a person stays over later copies, also when one of its records goes away and comes back; two records that
were said to be different are neither paired nor suggested again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.findings.deciding import refuse_others
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.store import decisions, mirror, pairs, tables, verdicts, views
from clubos_desktop.store.act import Tx
from clubos_desktop.store.database import Database
from clubos_desktop.store.differences import Counts
from clubos_desktop.store.pairs import PairRow
from clubos_desktop.store.verdicts import APART, METHOD, TOGETHER, Verdict
from clubos_desktop.sync import pairing, rulebook, settle
from clubos_desktop.sync.act import Act, Touched

_BY_PEOPLE = (Domain.MEMBERS, Domain.EVENTS)


@dataclass(frozen=True, slots=True)
class Followed:
    """What an act about a pair came to: its batch (for undo), and how many registrations were paired or parted by it.

    ``differences`` is how many more differences there are that need a person (less than 0: fewer).
    """

    batch: int
    registrations: int
    differences: int


@dataclass(frozen=True, slots=True)
class _Record:
    id: int
    title: str
    gone: bool


def confirm(
    database: Database, domain: Domain, chosen: Iterable[tuple[str, str]], *, actor: str, reason: str = ""
) -> Followed:
    """Pair records by their keys, legacy's and ClubOS's: suggestions, or any two without a pair.

    Raises InputError (no such record), RefusedError (one has another partner, or was only seen in one copy).
    """
    wanted = _wanted(domain, chosen)
    with database.transaction(actor, "pair confirmed") as tx:
        here = _Acting(tx, domain)
        ids = []
        for legacy, clubos in wanted:
            mine = _record(tx.connection, Side.LEGACY, domain, legacy)
            other = _record(tx.connection, Side.CLUBOS, domain, clubos)
            _refuse_paired(tx.connection, mine, other)
            ids += [mine.id, other.id]
            here.pair(mine, other, METHOD)
        batch = verdicts.say(tx, domain, wanted, TOGETHER, reason=reason)
        return here.settle(batch, ids)


def reject(
    database: Database, domain: Domain, chosen: Iterable[tuple[str, str]], *, actor: str, reason: str = ""
) -> Followed:
    """Say of records without a pair that they do not belong together: they are not suggested again.

    Raises InputError, RefusedError (they are a pair: part them).
    """
    wanted = _wanted(domain, chosen)
    with database.transaction(actor, "suggestion rejected") as tx:
        here = _Acting(tx, domain)
        ids = []
        for legacy, clubos in wanted:
            mine = _record(tx.connection, Side.LEGACY, domain, legacy)
            other = _record(tx.connection, Side.CLUBOS, domain, clubos)
            if _pair(tx.connection, mine, other) is not None:
                raise RefusedError(
                    f"{mine.title} and {other.title} are a pair, not a suggestion. Nothing was changed.",
                    remedy="Part them instead: clubos-desktop match split.",
                    code="match.paired",
                )
            ids += [mine.id, other.id]
        batch = verdicts.say(tx, domain, wanted, APART, reason=reason)
        return here.settle(batch, ids)


def split(database: Database, domain: Domain, legacy: str, clubos: str, *, actor: str, reason: str = "") -> Followed:
    """Part a pair, with the registrations that were paired through it. Raises InputError."""
    wanted = _wanted(domain, [(legacy, clubos)])
    with database.transaction(actor, "pair parted") as tx:
        here = _Acting(tx, domain)
        mine = _record(tx.connection, Side.LEGACY, domain, legacy)
        other = _record(tx.connection, Side.CLUBOS, domain, clubos)
        pair = _pair(tx.connection, mine, other)
        if pair is None:
            raise InputError(
                f"{mine.title} and {other.title} are no pair. Nothing was changed.",
                remedy="Look at the record to see what it is paired with.",
                code="match.no_pair",
            )
        here.part(pair, legacy, clubos)
        batch = verdicts.say(tx, domain, wanted, APART, method=pair.method, reason=reason)
        return here.settle(batch, [mine.id, other.id])


def undo(database: Database, batch: int | None = None, *, actor: str) -> Followed:
    """Take back what was said of records, by its batch or the newest.

    Raises InputError, RefusedError (the newest is somebody else's: that one is taken back by its number alone).
    """
    with database.read() as conn:
        number = batch if batch is not None else newest(conn)
        found = None if number is None else decisions.batch(conn, number)
        said = () if number is None else verdicts.every(conn, batch=number)
    if number is None or not any(each.stands for each in said):
        raise InputError(
            "There is no such pair or rejection to undo. Nothing was changed.",
            remedy="Look at the list: clubos-desktop match --history.",
            code="undo.none",
        )
    if batch is None and found is not None and found.by != actor:
        refuse_others(database, found)
    with database.transaction(actor, "pairing undone", {"batch": number}) as tx:
        here = _Acting(tx, said[0].domain)
        ids = [identity for each in verdicts.take_back(tx, number) for identity in here.take_back(each)]
        return here.settle(number, ids)


def newest(conn: Connection) -> int | None:
    """The newest batch about pairs that was not undone."""
    b = tables.batch.c
    query = select(b.id).where(b.undone.is_(None), b.act.in_((TOGETHER, APART))).order_by(b.id.desc()).limit(1)
    return conn.execute(query).scalar()


class _Acting:
    """One act about pairs: gathers what it touched and settles all of it at its end."""

    def __init__(self, tx: Tx, domain: Domain) -> None:
        self.tx = tx
        self.domain = domain
        conn = tx.connection
        self.act = Act(conn, rulebook.of_club(conn), mirror.next_copy(conn) - 1, tx.at, Counts(), copying=False)
        self.before = _figures(conn)

    def pair(self, mine: "_Record", other: "_Record", method: str) -> None:
        """Make a pair."""
        rows = {row.id: row for row in pairs.candidates_of(self.tx.connection, self.domain, [mine.id, other.id])}
        pairs.add_pairs(self.tx.connection, self.domain, [(rows[mine.id], rows[other.id], method)], self.tx.at)
        self.act.counts.add(self.domain, "pair", "", "", 1)

    def part(self, pair: PairRow, legacy: str, clubos: str) -> None:
        """Drop a pair and the pairs of registrations that stood on it."""
        conn = self.tx.connection
        mine = set(pairs.members_of(conn, self.domain, [legacy], Side.LEGACY))
        theirs = set(pairs.members_of(conn, self.domain, [clubos], Side.CLUBOS))
        hanging = [each for each in pairs.pairs_holding(conn, mine) if each.clubos in theirs]
        pairing.drop(self.act, Domain.REGISTRATIONS, hanging)
        pairing.drop(self.act, self.domain, [pair])

    def take_back(self, said: Verdict) -> tuple[int, int]:
        """Make the pair again, or part it again, as it was before; returns the ids of its records."""
        conn = self.tx.connection
        mine = _record(conn, Side.LEGACY, self.domain, said.legacy, gone=True)
        other = _record(conn, Side.CLUBOS, self.domain, said.clubos, gone=True)
        pair = _pair(conn, mine, other)
        if said.choice == TOGETHER and pair is not None:
            self.part(pair, said.legacy, said.clubos)
        if said.choice == APART and said.method and not (mine.gone or other.gone):
            _refuse_paired(conn, mine, other)
            self.pair(mine, other, said.method)
        return mine.id, other.id

    def settle(self, batch: int, ids: Iterable[int]) -> Followed:
        """Bring suggestions, differences and registrations up to date."""
        conn = self.tx.connection
        records = set(ids)
        keys: dict[Side, list[str]] = {}
        for side, key in pairs.keys_of(conn, records):
            keys.setdefault(side, []).append(key)
        hanging = {each for side, some in keys.items() for each in pairs.members_of(conn, self.domain, some, side)}
        touched = {self.domain: Touched(records, matched=True, moved=True)}
        if hanging:
            touched[Domain.REGISTRATIONS] = Touched(hanging, matched=True)
        settle.settle(self.act, touched)
        self.act.counts.write(conn)
        registrations, differences = (now - then for now, then in zip(_figures(conn), self.before, strict=True))
        return Followed(batch, registrations, differences)


def _figures(conn: Connection) -> tuple[int, int]:
    open_ones = sum(count.n for count in views.counts(conn) if count.kind in ("changed", "only_legacy", "only_clubos"))
    return views.pair_totals(conn)[Domain.REGISTRATIONS], open_ones


def _wanted(domain: Domain, chosen: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    if domain not in _BY_PEOPLE:
        raise InputError(
            f"{DOMAIN_LABELS[domain]} are paired by their member and event, not by hand. Nothing was changed.",
            remedy="Pair the member or the event; their registrations are then paired too.",
            code="match.domain",
        )
    wanted = list(chosen)
    if not wanted:
        raise InputError("No records were chosen. Nothing was changed.", remedy="Choose two.", code="match.none")
    return wanted


def _record(conn: Connection, side: Side, domain: Domain, key: str, *, gone: bool = False) -> _Record:
    r = tables.record.c
    query = select(r.id, r.title, r.gone_run.is_not(None)).where(r.side == side, r.domain == domain, r.key == key)
    row = conn.execute(query).first()
    if row is None or (row[2] and not gone):
        what = DOMAIN_LABELS[domain].lower()
        raise InputError(
            f"There is no record {key} among the {what} of {SIDE_LABELS[side]}. Nothing was changed.",
            remedy="Look its id up in Records, or copy again.",
            code="match.unknown",
        )
    return _Record(row[0], row[1], bool(row[2]))


def _pair(conn: Connection, mine: _Record, other: _Record) -> PairRow | None:
    held = pairs.pairs_holding(conn, [mine.id])
    return next((pair for pair in held if (pair.legacy, pair.clubos) == (mine.id, other.id)), None)


def _refuse_paired(conn: Connection, mine: _Record, other: _Record) -> None:
    held = pairs.pairs_holding(conn, [mine.id, other.id])
    if held:
        whose = mine if any(pair.legacy == mine.id for pair in held) else other
        raise RefusedError(
            f"{whose.title} is in a pair already. Nothing was changed.",
            remedy="Part that pair first: clubos-desktop match split.",
            code="match.paired",
        )
