"""Which records of the two systems belong together.

Two ways to call, same answer:

* **All records**: give every current candidate of both sides; keys are counted from them.
* **What changed**: give the candidates that are not paired, and ``counts``, which says how many current records of a
  side carry an exact key (paired ones included). The work then grows with what changed. An index on (side, domain,
  pass, key) answers it; a key is ``candidate.keys[pass]``.

``known`` are the pairs that stand, legacy key to ClubOS key. They stay, their records take no part, and they are not
given back: ``Matches.pairs`` holds new pairs only (of registrations see ``registrations``).

``apart`` are two keys each that a person said are not the same record: they are neither paired nor suggested.

A pair is made by itself only through an exact key that is unique among all current records of each side. Where the
rest of a key is written in two forms (a short form, a slip in the last name, names in each other's place), the e-mail
addresses must be undisputed besides: nobody else of either side has one of them. Of two who share an address or a phone
one may be missing on each side, so first names that may be those of two people are no two forms (``forms``). Everything
else is a suggestion with a score and reasons, which a person confirms.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

from clubos_desktop.diff import doubts, forms, likely_events, likely_members, registrations
from clubos_desktop.diff.blocks import Apart
from clubos_desktop.diff.candidates import SEPARATOR, Candidate, candidate, joined
from clubos_desktop.diff.registrations import Attending
from clubos_desktop.model.differences import Match, Suggestion
from clubos_desktop.model.domains import Domain, Side

__all__ = ["PASSES", "Candidate", "Matches", "candidate", "match_events", "match_members", "match_registrations"]

Counts = Callable[[Side, int, str], int]
"""(side, number of the pass, exact key) to how many current records of that side carry it."""


@dataclass(frozen=True, slots=True)
class Matches:
    """``pairs`` are new ones; ``suggestions`` at most three a record, best first.

    Of registrations also ``superseded`` and ``guests`` (legacy keys without a counterpart by nature: not comparable,
    never "only in") and ``ended`` (known pairs that no longer stand: a better registration took their place).
    """

    pairs: list[Match]
    suggestions: list[Suggestion] = field(default_factory=list)
    superseded: list[str] = field(default_factory=list)
    guests: list[str] = field(default_factory=list)
    ended: list[Match] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pass:
    """One exact pass: ``method`` names its pairs, ``fits`` is a condition beyond the equal key.

    The key is one that the candidate holds (``kept``), or ``parts`` of it, the rarest first. ``undisputed`` asks that
    nobody else of either side has the e-mail address of one of the two (members alone). ``of_the_rest``: the key is
    unique among the records that have no pair yet, all of which the caller gives; no index has it.
    """

    method: str
    fits: Callable[[Candidate, Candidate], bool]
    kept: int | None = None
    parts: tuple[int, ...] = ()
    undisputed: bool = False
    of_the_rest: bool = False

    def key(self, one: Candidate) -> str | None:
        """What must be equal; None where the record has too little for it."""
        if self.kept is not None:
            return one.keys[self.kept]
        return joined(*[one.parts[part] for part in self.parts])


EDITION: Final = 4
"""Raise it when the passes change: a workspace that was paired by others is then paired anew with its next copy.

Pairs that they made and these would not (``stands``) end first.
"""

EMAIL: Final = 1
"""The pass of members whose key is the e-mail address."""


def _always(_legacy: Candidate, _clubos: Candidate) -> bool:
    return True


def _no_two_doubts(legacy: Candidate, clubos: Candidate) -> bool:
    """Father and son of one name with an address in common have phones and days of their own."""
    return doubts.against(legacy.parts, clubos.parts) < 2


def _not_another_day(legacy: Candidate, clubos: Candidate) -> bool:
    """Father and son of one name may have the phone of the house in common."""
    return doubts.joined_together(legacy.parts, clubos.parts) is not False


def _same_first_name(legacy: Candidate, clubos: Candidate) -> bool:
    """Couples share an address: without the same first name it is never the same person by itself.

    Another last name is one that was taken in marriage, unless the first name is one of two people, or more differs.
    """
    mine, other = legacy.parts, clubos.parts
    if mine[0] is None or mine[0] != other[0] or doubts.generation(mine, other):
        return False
    if forms.bare(mine[1] or "") == forms.bare(other[1] or ""):
        return doubts.against(mine, other) < 2
    alone = forms.last_names(mine[1], other[1]) or not doubts.borne_by_two(mine[0])
    return alone and doubts.settled(mine, other)


def _last_or_phone(legacy: Candidate, clubos: Candidate) -> bool:
    """A last name in another form, or the same phone and a first name that no two of one household bear."""
    if forms.last_names(legacy.parts[1], clubos.parts[1]):
        return True
    phone = legacy.parts[doubts.PHONE]
    same = phone is not None and phone == clubos.parts[doubts.PHONE]
    return same and not any(doubts.borne_by_two(one.parts[0]) for one in (legacy, clubos))


def _same_first_and_more(legacy: Candidate, clubos: Candidate) -> bool:
    return _last_or_phone(legacy, clubos) and _same_first_name(legacy, clubos)


def _crossed(legacy: Candidate, clubos: Candidate) -> bool:
    return forms.crossed(legacy.parts, clubos.parts) and doubts.settled(legacy.parts, clubos.parts)


def _form_of_first(legacy: Candidate, clubos: Candidate) -> bool:
    return forms.first_names(legacy.parts[0], clubos.parts[0]) and doubts.settled(legacy.parts, clubos.parts)


def _form_of_last(legacy: Candidate, clubos: Candidate) -> bool:
    return forms.last_names(legacy.parts[1], clubos.parts[1]) and doubts.settled(legacy.parts, clubos.parts)


def _form_of_first_and_more(legacy: Candidate, clubos: Candidate) -> bool:
    return _form_of_first(legacy, clubos) and _last_or_phone(legacy, clubos)


def _forms_of_both(legacy: Candidate, clubos: Candidate) -> bool:
    return _form_of_first(legacy, clubos) and _form_of_last(legacy, clubos)


def _joined_together(legacy: Candidate, clubos: Candidate) -> bool:
    return doubts.joined_together(legacy.parts, clubos.parts) is True


def _within_a_month(legacy: Candidate, clubos: Candidate) -> bool:
    days = [date.fromisoformat(one.parts[2]) for one in (legacy, clubos) if one.parts[2] is not None]
    return len(days) == 2 and abs((days[0] - days[1]).days) <= 31


PASSES: dict[Domain, tuple[Pass, ...]] = {
    Domain.MEMBERS: (
        Pass("e-mail and name", _no_two_doubts, kept=0),
        Pass("e-mail and first name", _same_first_name, kept=EMAIL),
        Pass("name and phone", _not_another_day, kept=2),
        Pass("e-mail, first name and a form of the last name", _same_first_and_more, parts=(2, 0)),
        Pass("e-mail, names crossed", _crossed, kept=EMAIL, undisputed=True),
        Pass("e-mail and a form of the name", _form_of_first_and_more, kept=EMAIL, undisputed=True),
        Pass("phone, names crossed", _crossed, parts=(3,), undisputed=True),
        Pass("first name, phone and a form of the last name", _form_of_last, parts=(3, 0), undisputed=True),
        Pass("last name, phone and a form of the first name", _form_of_first, parts=(3, 1), undisputed=True),
        Pass("phone and a form of both names", _forms_of_both, parts=(3,), undisputed=True),
        Pass("name and day of joining", _joined_together, parts=(1, 0), of_the_rest=True),
    ),
    Domain.EVENTS: (
        Pass("title and start", _always, kept=0),
        Pass("title and day", _always, kept=1),
        Pass("title", _within_a_month, kept=2),
        Pass("start and place", _always, kept=3),
    ),
}
"""In this order. Every key but those ``of_the_rest`` holds what ``sync.making.mark_of_key`` finds records by:

e-mail or phone, title or start.
"""


def stands(domain: Domain, method: str, legacy: Candidate, clubos: Candidate) -> bool:
    """False for a pair by a part of a name that the pass of its ``method`` would not make of these records.

    Pairs by a whole name, and those that a person made, stand in any case.
    """
    return all(
        one.fits(legacy, clubos)
        for one in PASSES.get(domain, ())
        if one.method == method and (one.undisputed or one.fits in (_same_first_name, _same_first_and_more))
    )


def match_members(
    legacy: Sequence[Candidate],
    clubos: Sequence[Candidate],
    known: Mapping[str, str],
    counts: Counts | None = None,
    apart: Apart = frozenset(),
) -> Matches:
    """Pairs of members by e-mail and names, by names and phone, by two forms of a name where that leaves no doubt."""
    pairs, left, right = _exact(PASSES[Domain.MEMBERS], legacy, clubos, known, counts=counts, apart=apart)
    return Matches(pairs, likely_members.suggest(left, right, apart))


def match_events(
    legacy: Sequence[Candidate],
    clubos: Sequence[Candidate],
    known: Mapping[str, str],
    counts: Counts | None = None,
    apart: Apart = frozenset(),
) -> Matches:
    """Pairs of events by title and start (minute, then day), by a title within 31 days, by start and place."""
    pairs, left, right = _exact(PASSES[Domain.EVENTS], legacy, clubos, known, counts=counts, apart=apart)
    return Matches(pairs, likely_events.suggest(left, right, apart))


def match_registrations(
    legacy: Iterable[Candidate],
    clubos: Iterable[Candidate],
    known: Mapping[str, str],
    members: Mapping[str, str],
    events: Mapping[str, str],
) -> Matches:
    """Pairs of registrations: of a paired member at a paired event, the live legacy one with the one of ClubOS.

    ``members`` and ``events`` map legacy keys to ClubOS keys of the pairs that stand. For the form that grows with
    what changed give, of every (member, event) that something changed at, all current registrations of both sides.
    """
    found: Attending = registrations.attend(legacy, clubos, known, members, events)
    return Matches(found.pairs, superseded=found.superseded, guests=found.guests, ended=found.ended)


def _exact(
    passes: Sequence[Pass],
    legacy: Sequence[Candidate],
    clubos: Sequence[Candidate],
    known: Mapping[str, str],
    *,
    counts: Counts | None,
    apart: Apart,
) -> tuple[list[Match], list[Candidate], list[Candidate]]:
    """New pairs, and the candidates of both sides that have none yet."""
    counted = counts or _count({Side.LEGACY: legacy, Side.CLUBOS: clubos}, passes)
    taken = set(known.values())
    left = [one for one in legacy if one.key not in known]
    right = [one for one in clubos if one.key not in taken]
    pairs: list[Match] = []
    for number, one_pass in enumerate(passes):
        found = [
            (mine, other)
            for mine, other in _pass(number, one_pass, left, right, counted)
            if (mine.key, other.key) not in apart
        ]
        pairs += [Match(mine.key, other.key, one_pass.method) for mine, other in found]
        paired = {mine.key for mine, _ in found}
        left = [one for one in left if one.key not in paired]
        paired = {other.key for _, other in found}
        right = [one for one in right if one.key not in paired]
    return pairs, left, right


def _pass(
    number: int, one_pass: Pass, left: Sequence[Candidate], right: Sequence[Candidate], counts: Counts
) -> list[tuple[Candidate, Candidate]]:
    if one_pass.of_the_rest:
        counts, number = _count({Side.LEGACY: left, Side.CLUBOS: right}, (one_pass,)), 0
        left, right = doubts.on_rare_days(left), doubts.on_rare_days(right)
    by_key = {key: one for one in right if (key := one_pass.key(one)) is not None}
    found = []
    for mine in left:
        key = one_pass.key(mine)
        other = by_key.get(key) if key is not None else None
        if key is None or other is None or not one_pass.fits(mine, other):
            continue
        if counts(Side.LEGACY, number, key) != 1 or counts(Side.CLUBOS, number, key) != 1:
            continue
        if not one_pass.undisputed or _undisputed(mine, other, counts):
            found.append((mine, other))
    return found


def _undisputed(mine: Candidate, other: Candidate, counts: Counts) -> bool:
    """Nobody else of either side has the address of one of the two."""
    addresses = {one.keys[EMAIL] for one in (mine, other)}
    return all(
        counts(side, EMAIL, address) == (one.keys[EMAIL] == address)
        for side, one in ((Side.LEGACY, mine), (Side.CLUBOS, other))
        for address in addresses
        if address is not None
    )


def _count(sides: Mapping[Side, Sequence[Candidate]], passes: Sequence[Pass]) -> Counts:
    """Counts of keys within the given candidates: those that a candidate holds at once, others among their carriers."""

    @cache
    def held(side: Side, number: int) -> Counter[str | None]:
        return Counter(one.keys[number] for one in sides[side])

    @cache
    def carriers(side: Side, part: int) -> dict[str | None, list[Candidate]]:
        found: dict[str | None, list[Candidate]] = defaultdict(list)
        for one in sides[side]:
            found[one.parts[part]].append(one)
        return found

    def count(side: Side, number: int, key: str) -> int:
        one_pass = passes[number]
        if one_pass.kept is not None:
            return held(side, one_pass.kept)[key]
        some = carriers(side, one_pass.parts[0]).get(key.split(SEPARATOR, 1)[0], [])
        return sum(one_pass.key(one) == key for one in some)

    return count
