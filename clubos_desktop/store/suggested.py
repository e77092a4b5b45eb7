"""Suggested pairs as they are read: by the page, or those of one record. Import them from ``views``."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.store import tables


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """Two records that may belong together; a person decides. ``score`` is 0 to 100."""

    id: int
    domain: Domain
    legacy_id: str
    clubos_id: str
    legacy_title: str
    clubos_title: str
    score: int
    reasons: tuple[str, ...]


def suggestions(
    conn: Connection, domain: Domain | None = None, *, after: int | None = None, limit: int = 100
) -> tuple[SuggestionRow, ...]:
    """Suggested pairs that wait for a person, the likeliest first; ``after`` is the id of the last one before."""
    s = tables.suggestion.c
    query = _suggested().limit(limit)
    if domain is not None:
        query = query.where(s.domain == domain)
    if after is not None:
        score = conn.execute(select(s.score).where(s.id == after)).scalar()
        place = (s.score < score) | ((s.score == score) & (s.id > after)) if score is not None else s.id > after
        query = query.where(place)
    return _to_suggestions(conn, query)


def suggestions_of(
    conn: Connection, domain: Domain, *, legacy_id: str | None = None, clubos_id: str | None = None
) -> tuple[SuggestionRow, ...]:
    """Those of one record of either side, the likeliest first."""
    query = _suggested().where(tables.suggestion.c.domain == domain.value)
    if legacy_id is not None:
        query = query.where(_LEFT.c.key == legacy_id, _LEFT.c.domain == domain.value, _LEFT.c.side == "legacy")
    if clubos_id is not None:
        query = query.where(_RIGHT.c.key == clubos_id, _RIGHT.c.domain == domain.value, _RIGHT.c.side == "clubos")
    return _to_suggestions(conn, query)


def suggested(conn: Connection, records: Collection[tuple[Domain, Side, str]]) -> int:
    """How many of some records stand in a suggested pair."""
    wanted = {(domain, side, key) for domain, side, key in records}
    found: set[tuple[Domain, Side, str]] = set()
    for row in conn.execute(_suggested()):
        found.add((Domain(row.domain), Side.LEGACY, row.legacy_id))
        found.add((Domain(row.domain), Side.CLUBOS, row.clubos_id))
    return len(wanted & found)


_LEFT, _RIGHT = tables.record.alias("left"), tables.record.alias("right")


def _suggested() -> Select[Any]:
    s, left, right = tables.suggestion.c, _LEFT, _RIGHT
    return (
        select(
            s.id,
            s.domain,
            s.score,
            s.reasons,
            left.c.key.label("legacy_id"),
            right.c.key.label("clubos_id"),
            left.c.title.label("legacy_title"),
            right.c.title.label("clubos_title"),
        )
        .join_from(tables.suggestion, left, left.c.id == s.legacy)
        .join(right, right.c.id == s.clubos)
        .order_by(s.score.desc(), s.id)
    )


def _to_suggestions(conn: Connection, query: Select[Any]) -> tuple[SuggestionRow, ...]:
    return tuple(
        SuggestionRow(
            row.id,
            Domain(row.domain),
            row.legacy_id,
            row.clubos_id,
            row.legacy_title,
            row.clubos_title,
            row.score,
            tuple(json.loads(row.reasons)),
        )
        for row in conn.execute(query)
    )
