"""Members counted by level in both systems, and what Wild Apricot alone tells of them (features.md S4.1)."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection

from clubos_desktop.diff.normal import normalise
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.records import Member
from clubos_desktop.store import pairs, views
from clubos_desktop.verification import pilot

NO_LEVEL = "without a level"


@dataclass(frozen=True, slots=True)
class Group:
    """Members of one kind. ``clubos`` is None where ClubOS does not tell."""

    name: str
    legacy: int
    clubos: int | None = None


def groups(conn: Connection, rules: RuleSet) -> tuple[Group, ...]:
    """By level as the club's rules read it, then those archived, suspended and in a bundle."""
    place = [field.name for field in COMPARED[Domain.MEMBERS]].index("level")
    piloted = {key for _side, key in pairs.keys_of(conn, pilot.outside(conn))}
    levels: Counter[tuple[Side, str]] = Counter()
    apart: Counter[str] = Counter()
    for side in Side:
        for member in views.current(conn, side, Domain.MEMBERS):
            if isinstance(member, Member) and not (side is Side.CLUBOS and member.key in piloted):
                means = normalise(rules, side, Member(key="", level=member.level))[place]
                levels[side, means or NO_LEVEL] += 1
                if side is Side.LEGACY:
                    apart.update(_apart(member))
    names = sorted({name for _, name in levels})
    found = [Group(name.capitalize(), levels[Side.LEGACY, name], levels[Side.CLUBOS, name]) for name in names]
    return (*found, *(Group(name, apart[name]) for name in ("Archived", "Suspended", "In a bundle") if found))


def _apart(member: Member) -> list[str]:
    told = {"Archived": member.archived, "Suspended": member.suspended, "In a bundle": member.bundle}
    return [name for name, said in told.items() if said]
