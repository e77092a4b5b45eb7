"""Groups of members who may look at ClubOS, chosen by level, by letter or by lot, with what differs about them."""

import hashlib
import random
from collections.abc import Mapping

from sqlalchemy import Connection, select

from clubos_desktop.model.differences import Kind, Status
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from clubos_desktop.model.registers import Entry
from clubos_desktop.store import catalogue, tables
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts import lines
from clubos_desktop.verification.acts.entering import need

WAYS = ("level", "letters", "lot")
"""How a group is chosen: a membership level, first letters of last names ("A-F"), or so many by lot."""


def members(conn: Connection) -> tuple[Member, ...]:
    """Wild Apricot's members that are not archived."""
    found = catalogue.current(conn, Side.LEGACY, Domain.MEMBERS)
    return tuple(each for each in found if isinstance(each, Member) and not each.archived)


def group(database: Database, actor: str, cells: Mapping[str, str], *, item: str | None = None) -> Entry:
    """A group as it is now: who belongs to it is worked out again, and what differs about them. Raises InputError.

    ``cells`` are "name", "way" (WAYS), "what" (level, letters, or how many), "seed" and "day".
    """
    with database.read() as conn:
        chosen = choose(members(conn), cells["way"], cells["what"], cells.get("seed") or "1")
        differ = _differing(conn, chosen)
    need(chosen, "Nobody belongs to this group. Nothing was recorded.", "Choose it otherwise.", "group.empty")
    made = {
        "count": str(len(chosen)),
        "differ": str(differ),
        "sha256": hashlib.sha256("\n".join(sorted(chosen)).encode()).hexdigest(),
    }
    return lines.note(database, actor, "group", dict(cells) | made, item=item)


def choose(everybody: tuple[Member, ...], way: str, what: str, seed: str) -> frozenset[str]:
    """The keys of those who belong to a group. The same seed and members give the same lot. Raises InputError."""
    if way == "level":
        return frozenset(each.key for each in everybody if (each.level or "").casefold() == what.casefold())
    if way == "letters":
        first, _, last = what.casefold().partition("-")
        ends = (first.strip(), (last or first).strip())
        need(
            len(ends[0]) == len(ends[1]) == 1, f"“{what[:20]}” are no letters.", "Write them like A-F.", "group.letters"
        )
        return frozenset(
            each.key for each in everybody if ends[0] <= (each.last_name or "").strip().casefold()[:1] <= ends[1]
        )
    need(
        what.isdecimal() and len(what) <= 9 and int(what),
        f"“{what[:20]}” is no number.",
        "Write how many, like 50.",
        "group.number",
    )
    keys = sorted(each.key for each in everybody)
    return frozenset(random.Random(seed).sample(keys, min(int(what), len(keys))))  # noqa: S311 - a lot, no secret


def _differing(conn: Connection, chosen: frozenset[str]) -> int:
    """Members of the group about whom something differs now, or whom ClubOS lacks."""
    d = tables.difference.c
    query = (
        select(d.legacy_id)
        .where(d.domain == Domain.MEMBERS, d.status != Status.CLOSED, d.kind.in_((Kind.CHANGED, Kind.ONLY_LEGACY)))
        .distinct()
    )
    return len(chosen & set(conn.execute(query).scalars()))
