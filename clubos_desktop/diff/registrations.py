"""Pairs of registrations, and legacy registrations that have no counterpart by nature.

Wild Apricot keeps every attempt (a cancelled registration and the new one) and guests as registrations of their own;
ClubOS holds one registration of a member at an event (clubos-api.md C.2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clubos_desktop.diff.candidates import Candidate
from clubos_desktop.model.differences import Match
from clubos_desktop.model.records import Instant

METHOD = "member and event"

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Attending:
    """``pairs`` new ones, ``superseded`` and ``guests`` legacy keys, ``ended`` known pairs that no longer stand."""

    pairs: list[Match]
    superseded: list[str]
    guests: list[str]
    ended: list[Match]


def attend(
    legacy: Iterable[Candidate],
    clubos: Iterable[Candidate],
    known: Mapping[str, str],
    members: Mapping[str, str],
    events: Mapping[str, str],
) -> Attending:
    """Of each member at each event the live legacy registration, paired with ClubOS's where there is one.

    A known pair stays unless its legacy registration was superseded by another one that was given.
    """
    given = list(legacy)
    guests = [one.key for one in given if one.parts[4] is not None]
    live, superseded = _live(one for one in given if one.parts[4] is None)
    gone = set(superseded)
    ended = [Match(key, known[key], METHOD) for key in superseded if key in known]
    taken = {theirs for mine, theirs in known.items() if mine not in gone}
    free = {(one.parts[0], one.parts[1]): one.key for one in clubos if one.key not in taken}
    pairs = []
    for (member, event), mine in live.items():
        place = members.get(member), events.get(event)
        if mine.key not in known and None not in place and place in free:
            pairs.append(Match(mine.key, free[place], METHOD))
    return Attending(pairs, superseded, guests, ended)


def _live(candidates: Iterable[Candidate]) -> tuple[dict[Place, Candidate], list[str]]:
    """The live registration of each (member, event), and the keys of those it supersedes.

    Not cancelled before cancelled, then the latest one, then the highest number. Without a member or event a
    registration can neither supersede nor be superseded, nor be paired.
    """
    live: dict[Place, Candidate] = {}
    superseded = []
    for one in candidates:
        member, event = one.parts[0], one.parts[1]
        if member is None or event is None:
            continue
        other = live.setdefault((member, event), one)
        if other is not one:
            better, worse = (one, other) if _rank(one) > _rank(other) else (other, one)
            live[member, event] = better
            superseded.append(worse.key)
    return live, superseded


def _rank(one: Candidate) -> tuple[bool, Instant, int, str]:
    number = int(one.key) if one.key.isdecimal() else -1
    return one.parts[2] is None, one.parts[3] or "", number, one.key
