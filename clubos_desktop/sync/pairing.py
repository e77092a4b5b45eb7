"""Bring pairs, suggestions and what stands apart of a domain up to date, inside the act that changed its records.

Two ways, one answer: the whole domain (a first copy, other rules), or only what was touched. The second looks at
records without a pair, at those touched, and at records that carry the same exact key, found by ``making.marks``.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.match import (
    PASSES,
    Candidate,
    Matches,
    match_events,
    match_members,
    match_registrations,
    stands,
)
from clubos_desktop.model.differences import Match
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.store import differences, pairs, records, verdicts
from clubos_desktop.store.differences import Counts
from clubos_desktop.store.pairs import CandidateRow, PairRow, SuggestionKey
from clubos_desktop.sync.act import Act, Touched
from clubos_desktop.sync.making import mark_of_key

_decode = msgspec.msgpack.Decoder(Candidate).decode


@dataclass(slots=True)
class _There:
    """The records that take part, by side and key, and the pairs among them."""

    rows: dict[str, dict[str, CandidateRow]]
    pairs: list[PairRow]

    @staticmethod
    def of(rows: Iterable[CandidateRow], pairs: list[PairRow]) -> "_There":
        """Sorted by side."""
        there = _There({side.value: {} for side in Side}, pairs)
        for row in rows:
            there.rows[row.side][row.key] = row
        return there

    def known(self) -> dict[str, str]:
        """The pairs whose two records take part, by key."""
        keys = {row.id: row.key for rows in self.rows.values() for row in rows.values()}
        both = ((keys.get(pair.legacy), keys.get(pair.clubos)) for pair in self.pairs)
        return {legacy: clubos for legacy, clubos in both if legacy is not None and clubos is not None}

    def candidates(self, side: Side) -> list[Candidate]:
        """What the records of a side are paired by."""
        return [_decode(row.candidate) for row in self.rows[side].values()]


def rematch(act: Act, domain: Domain, touched: Touched) -> set[int]:
    """Make the pairs of a domain what its present records ask for.

    Returns the ids of the records whose pair or standing apart changed. The differences of pairs that end are closed.
    """
    dropped = _all_ended(act.conn, domain) if touched.everything else pairs.ended(act.conn, touched.records)
    affected = drop(act, domain, dropped)
    if touched.otherwise:
        affected |= drop(act, domain, _fallen(act.conn, domain))
    if domain is Domain.REGISTRATIONS:
        there, found = _registrations(act.conn, touched)
        ended = {(one.legacy, one.clubos) for one in found.ended}
        theirs = {row.id: row.key for rows in there.rows.values() for row in rows.values()}
        better = [pair for pair in there.pairs if (theirs.get(pair.legacy), theirs.get(pair.clubos)) in ended]
        affected |= drop(act, domain, better)
        affected |= _stand_apart(act.conn, there.rows[Side.LEGACY].values(), set(found.superseded))
    else:
        matched = _members_or_events(act.conn, domain, touched, affected)
        if matched is None:
            return affected
        there, found = matched
        _suggest(act.conn, domain, there, found, act.counts)
    legacy, clubos = there.rows[Side.LEGACY], there.rows[Side.CLUBOS]
    made = [(legacy[one.legacy], clubos[one.clubos], one.method) for one in found.pairs]
    pairs.add_pairs(act.conn, domain, made, act.at)
    act.counts.add(domain, "pair", "", "", len(made))
    affected.update(row.id for mine, other, _ in made for row in (mine, other))
    return affected


def flaws(conn: Connection, domain: Domain) -> list[str]:
    """What the pairs, suggestions and marks of a domain lack beside pairing all of it anew."""
    everything = Touched(everything=True)
    found = [f"{n} pairs with a tombstone" for n in [len(_all_ended(conn, domain))] if n]
    if domain is Domain.REGISTRATIONS:
        there, matches = _registrations(conn, everything)
        apart = {row.key for row in there.rows[Side.LEGACY].values() if row.apart == "superseded"}
        if apart != set(matches.superseded):
            found.append(f"{len(apart ^ set(matches.superseded))} registrations wrongly counted or set apart")
        if matches.ended:
            found.append(f"{len(matches.ended)} pairs that a newer registration ends")
    else:
        there, matches = _members_or_events(conn, domain, everything, set()) or (_There.of((), []), Matches([]))
        if _wanted(there, matches) != pairs.all_suggestions(conn, domain).keys():
            found.append("suggestions that are not those of the present records")
    if matches.pairs:
        found.append(f"{len(matches.pairs)} pairs that are not made")
    return found


def _all_ended(conn: Connection, domain: Domain) -> list[PairRow]:
    every = [record for pair in pairs.all_pairs(conn, domain) for record in (pair.legacy, pair.clubos)]
    return pairs.ended(conn, every)


def _fallen(conn: Connection, domain: Domain) -> list[PairRow]:
    """Pairs that were made by two forms of a name which are no longer taken for one."""
    kept = {row.id: row.candidate for row in pairs.candidates(conn, domain)}
    return [
        pair
        for pair in pairs.all_pairs(conn, domain)
        if pair.legacy in kept
        and pair.clubos in kept
        and not stands(domain, pair.method, _decode(kept[pair.legacy]), _decode(kept[pair.clubos]))
    ]


def drop(act: Act, domain: Domain, ended: Collection[PairRow]) -> set[int]:
    """Pairs that no longer stand: a record is a tombstone, a better one took its place, a person parted them.

    Also those of two forms of a name when the forms that count became fewer.
    """
    if not ended:
        return set()
    ids = [pair.id for pair in ended]
    stood = differences.open_at(act.conn, ids, ())
    differences.close(act.conn, domain, stood.items(), fleeting=act.fleeting, at=act.at, counts=act.counts)
    pairs.drop_pairs(act.conn, ids)
    act.parted.extend((domain, pair) for pair in ended)
    act.counts.add(domain, "pair", "", "", -len(ids))
    return {record for pair in ended for record in (pair.legacy, pair.clubos)}


def _members_or_events(
    conn: Connection, domain: Domain, touched: Touched, parted: set[int]
) -> tuple[_There, Matches] | None:
    """What matching says; None when nothing that was touched can meet a record without a pair."""
    if touched.everything:
        there = _There.of(pairs.candidates(conn, domain), pairs.all_pairs(conn, domain))
        return there, _matched(conn, domain, there, there.known(), None)
    lone = pairs.lone_candidates(conn, domain, touched.records | parted)
    news = touched.moved or parted or any(row.id in touched.records for row in lone)
    if not news:
        carried = {mark for row in lone for mark in (row.mark_a, row.mark_b)}
        if carried.isdisjoint(touched.marks):
            return None
    there = _There.of(lone, [])
    return there, _matched(conn, domain, there, {}, _Carriers(conn, domain))


def _matched(
    conn: Connection, domain: Domain, there: _There, known: dict[str, str], counts: "_Carriers | None"
) -> Matches:
    """What matching says, after what people said: their pairs come first, what they parted stays apart."""
    matcher = match_members if domain is Domain.MEMBERS else match_events
    said = verdicts.standing(conn, domain)
    legacy, clubos, taken = there.rows[Side.LEGACY], there.rows[Side.CLUBOS], set(known.values())
    again = {
        mine: other
        for mine, other in said.together
        if mine in legacy and other in clubos and mine not in known and other not in taken
    }
    left, right = there.candidates(Side.LEGACY), there.candidates(Side.CLUBOS)
    found = matcher(left, right, known | again, counts, said.apart)
    found.pairs.extend(Match(mine, other, verdicts.METHOD) for mine, other in again.items())
    return found


class _Carriers:
    """How many present records of a side carry an exact key; ``diff.match`` asks it for the few that meet."""

    def __init__(self, conn: Connection, domain: Domain) -> None:
        self._conn = conn
        self._domain = domain
        self._held: dict[tuple[Side, int, int], list[Candidate]] = {}

    def __call__(self, side: Side, number: int, key: str) -> int:
        """The number of records of ``side`` whose key of pass ``number`` is ``key``."""
        which, mark = mark_of_key(self._domain, number, key)
        place = (side, which, mark)
        if place not in self._held:
            rows = pairs.marked(self._conn, self._domain, side, which, mark)
            self._held[place] = [_decode(row) for row in rows]
        key_of = PASSES[self._domain][number].key
        return sum(key_of(one) == key for one in self._held[place])


def _registrations(conn: Connection, touched: Touched) -> tuple[_There, Matches]:
    """What matching says of all registrations of the members that a touched one belongs to."""
    if touched.everything:
        there = _There.of(pairs.candidates(conn, Domain.REGISTRATIONS), pairs.all_pairs(conn, Domain.REGISTRATIONS))
        members = pairs.keyed(conn, Domain.MEMBERS, Side.LEGACY)
    else:
        mine, theirs = _members(conn, touched.records)
        members = pairs.keyed(conn, Domain.MEMBERS, Side.LEGACY, mine)
        members |= pairs.keyed(conn, Domain.MEMBERS, Side.CLUBOS, theirs)
        legacy = pairs.attending(conn, Side.LEGACY, mine | members.keys())
        clubos = pairs.attending(conn, Side.CLUBOS, theirs | set(members.values()))
        there = _with_partners(conn, [*legacy, *clubos])
    left, right = there.candidates(Side.LEGACY), there.candidates(Side.CLUBOS)
    events = pairs.keyed(conn, Domain.EVENTS, Side.LEGACY, {one.parts[1] or "" for one in left})
    return there, match_registrations(left, right, there.known(), members, events)


def _with_partners(conn: Connection, rows: list[CandidateRow]) -> _There:
    """Registrations with their pairs, and those they are paired with though their members are not (any more)."""
    here = {row.id for row in rows}
    held = pairs.pairs_holding(conn, here)
    partners = {record for pair in held for record in (pair.legacy, pair.clubos)} - here
    return _There.of([*rows, *pairs.candidates_of(conn, Domain.REGISTRATIONS, partners)], held)


def _members(conn: Connection, registrations: Collection[int]) -> tuple[set[str], set[str]]:
    """Keys of the members of some registrations, of both sides."""
    found: dict[Side, set[str]] = {side: set() for side in Side}
    for row in pairs.parents_of(conn, registrations):
        if row.member is not None:
            found[row.side].add(row.member)
    return found[Side.LEGACY], found[Side.CLUBOS]


def _stand_apart(conn: Connection, legacy: Iterable[CandidateRow], superseded: set[str]) -> set[int]:
    """Mark superseded registrations, unmark those that are live again."""
    changes = []
    for row in legacy:
        if row.key in superseded and not row.apart:
            changes.append(("superseded", row.id))
        elif row.key not in superseded and row.apart == "superseded":
            changes.append(("", row.id))
    records.set_apart(conn, changes)
    return {identity for _, identity in changes}


def _suggest(conn: Connection, domain: Domain, there: _There, found: Matches, counts: Counts) -> None:
    """Replace the suggestions that changed."""
    stored = pairs.all_suggestions(conn, domain)
    wanted = _wanted(there, found)
    gone = [identity for key, identity in stored.items() if key not in wanted]
    new = [key for key in wanted if key not in stored]
    if gone or new:
        pairs.change_suggestions(conn, domain, gone=gone, new=sorted(new, key=lambda one: (-one.score, one.legacy)))
        counts.add(domain, "suggestion", "", "", len(new) - len(gone))


def _wanted(there: _There, found: Matches) -> set[SuggestionKey]:
    """The suggestions as they are stored."""
    legacy, clubos = there.rows[Side.LEGACY], there.rows[Side.CLUBOS]
    return {
        SuggestionKey(legacy[one.legacy].id, clubos[one.clubos].id, one.score, json.dumps(one.reasons))
        for one in found.suggestions
    }
