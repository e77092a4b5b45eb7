"""Bring pairs, suggestions and what stands apart of a domain up to date, inside the act that changed its records."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection

from clubos_desktop.diff.match import Candidate, Matches, match_events, match_members, match_registrations
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.store import differences, pairs, records
from clubos_desktop.store.differences import Counts
from clubos_desktop.store.pairs import CandidateRow, PairRow, SuggestionKey
from clubos_desktop.sync.act import Act

_decode = msgspec.msgpack.Decoder(Candidate).decode


@dataclass(slots=True)
class Present:
    """Every present record of a domain by side and key, and its pairs."""

    rows: dict[Side, dict[str, CandidateRow]]
    pairs: list[PairRow]
    keys: dict[int, str] = field(default_factory=dict)

    def known(self) -> dict[str, str]:
        """The pairs whose two records are present, by key."""
        return {
            self.keys[pair.legacy]: self.keys[pair.clubos]
            for pair in self.pairs
            if pair.legacy in self.keys and pair.clubos in self.keys
        }

    def candidates(self, side: Side) -> list[Candidate]:
        """What the records of a side are paired by."""
        return [_decode(row.candidate) for row in self.rows[side].values()]


def present(conn: Connection, domain: Domain) -> Present:
    """Read what is there."""
    rows = {side: {row.key: row for row in pairs.candidates(conn, domain, side)} for side in Side}
    keys = {row.id: row.key for side in Side for row in rows[side].values()}
    return Present(rows, pairs.all_pairs(conn, domain), keys)


def match(conn: Connection, domain: Domain, there: Present) -> Matches:
    """What ``diff.match`` says of the present records."""
    legacy, clubos = there.candidates(Side.LEGACY), there.candidates(Side.CLUBOS)
    if domain is Domain.REGISTRATIONS:
        parents = (pairs.keyed(conn, Domain.MEMBERS), pairs.keyed(conn, Domain.EVENTS))
        return match_registrations(legacy, clubos, there.known(), *parents)
    matcher = match_members if domain is Domain.MEMBERS else match_events
    return matcher(legacy, clubos, there.known())


def rematch(act: Act, domain: Domain) -> set[int]:
    """Make the pairs of a domain what its present records ask for.

    Returns the ids of the records whose pair or standing apart changed. The differences of pairs that end are closed.
    """
    conn, counts = act.conn, act.counts
    there = present(conn, domain)
    found = match(conn, domain, there)
    legacy, clubos = there.rows[Side.LEGACY], there.rows[Side.CLUBOS]
    dropped = _ended(there, found)
    made = [(legacy[one.legacy].id, clubos[one.clubos].id, one.method) for one in found.pairs]
    if dropped:
        ids = [pair.id for pair in dropped]
        stood = differences.open_at(conn, ids, ())
        differences.close(conn, domain, stood.items(), fleeting=act.fleeting, at=act.at, counts=counts)
        pairs.drop_pairs(conn, ids)
    pairs.add_pairs(conn, domain, made, act.at)
    counts.add(domain, "pair", "", "", len(made) - len(dropped))
    _suggest(conn, domain, there, found, counts)
    affected = _stand_apart(conn, legacy.values(), set(found.superseded))
    affected.update(record for pair in dropped for record in (pair.legacy, pair.clubos))
    affected.update(record for mine, other, _ in made for record in (mine, other))
    return affected


def _ended(there: Present, found: Matches) -> list[PairRow]:
    """Pairs that no longer stand: a record is a tombstone, or a better one took its place."""
    ended = {(one.legacy, one.clubos) for one in found.ended}
    keys = there.keys
    return [
        pair
        for pair in there.pairs
        if pair.legacy not in keys or pair.clubos not in keys or (keys[pair.legacy], keys[pair.clubos]) in ended
    ]


def _stand_apart(conn: Connection, legacy: Iterable[CandidateRow], superseded: set[str]) -> set[int]:
    """Mark superseded registrations, unmark those that are live again."""
    changes = []
    for row in legacy:
        if row.key in superseded and row.apart == "":
            changes.append(("superseded", row.id))
        elif row.key not in superseded and row.apart == "superseded":
            changes.append(("", row.id))
    records.set_apart(conn, changes)
    return {identity for _, identity in changes}


def _suggest(conn: Connection, domain: Domain, there: Present, found: Matches, counts: Counts) -> None:
    """Replace the suggestions that changed."""
    legacy, clubos = there.rows[Side.LEGACY], there.rows[Side.CLUBOS]
    stored = pairs.all_suggestions(conn, domain)
    wanted = {
        SuggestionKey(legacy[one.legacy].id, clubos[one.clubos].id, one.score, json.dumps(one.reasons))
        for one in found.suggestions
    }
    gone = [identity for key, identity in stored.items() if key not in wanted]
    new = [key for key in wanted if key not in stored]
    if gone or new:
        pairs.change_suggestions(conn, domain, gone=gone, new=sorted(new, key=lambda one: (-one.score, one.legacy)))
        counts.add(domain, "suggestion", "", "", len(new) - len(gone))
