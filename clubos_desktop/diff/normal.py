"""A record in the form in which it is compared, and its two fingerprints.

Equal fingerprints mean that ``compare`` finds nothing CHANGED; equal exact prints that it finds nothing at all. The
reverse holds too, with one exception: an all-day event is compared by days, which ClubOS's record alone cannot know,
so its prints may differ where the days are the same. Unequal prints ask for ``compare``; its answer counts.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec
from xxhash import xxh3_128_digest

from clubos_desktop.diff.kinds import KINDS, Apply
from clubos_desktop.diff.readings import Reading, readings, special
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.records import Record

Prints = tuple[bytes, bytes]

_pack = msgspec.msgpack.Encoder().encode  # unambiguous: lengths stand before texts, None is none of them


class Step(NamedTuple):
    """How one field of one side is read and made comparable. ``apply`` is None where the kind hides nothing."""

    field: str
    kind: str
    read: Reading
    apply: Apply | None

    def values(self, record: Record) -> tuple[str | None, str | None]:
        """The value as read and as compared."""
        read = self.read(record)
        return read, self.made_comparable(read)

    def made_comparable(self, read: str | None) -> str | None:
        """What is compared of a value as it was read."""
        return read if read is None or self.apply is None else self.apply(read) or None


@lru_cache(maxsize=64)
def steps(rules: RuleSet, legacy: bool, record: type[Record]) -> tuple[Step, ...]:
    """The steps for one record type of one side, in the order of ``COMPARED``.

    The side is a flag because enums hash slowly. Raises KeyError for domains that are not paired.
    """
    side = Side.LEGACY if legacy else Side.CLUBOS
    made = []
    for field, read in zip(COMPARED[record.domain], readings(rules, side, record.domain), strict=True):
        kind = rules.kind(record.domain, field.name)
        rule = KINDS[kind]
        made.append(Step(field.name, kind, read, None if rule.plain else rule.make(rules.country, rules.zone)))
    return tuple(made)


def normalise(rules: RuleSet, side: Side, record: Record) -> tuple[str | None, ...]:
    """The compared fields in the order of ``COMPARED``, each in the form that is compared."""
    return tuple(step.values(record)[1] for step in steps(rules, side is Side.LEGACY, type(record)))


def prints(rules: RuleSet, side: Side, record: Record) -> Prints:
    """(fingerprint, exact): xxh3-128 of the values as compared and as read, 16 bytes each."""
    return printer(rules, side is Side.LEGACY, type(record))(record)


def _together(names: Sequence[str]) -> Callable[[Any], tuple[str | None, ...]]:
    """Some fields of a record, fetched at once; of one name alone ``attrgetter`` makes no tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


@lru_cache(maxsize=64)
def printer(rules: RuleSet, legacy: bool, record: type[Record]) -> Callable[[Any], Prints]:
    """``prints`` for one record type of one side: one call a field, as it is made for every changed record."""
    plan = steps(rules, legacy, record)
    own = special(rules, Side.LEGACY if legacy else Side.CLUBOS, record.domain)
    texts = _together([step.field for step in plan if step.field not in own])
    others = [(place, step.read) for place, step in enumerate(plan) if step.field in own]
    applied = [(place, step.apply) for place, step in enumerate(plan) if step.apply is not None]

    def make(record: Record) -> Prints:
        as_read = [text if text and not text.isspace() else None for text in texts(record)]
        for place, read in others:
            as_read.insert(place, read(record))
        compared = as_read.copy()
        for place, apply in applied:
            value = as_read[place]
            if value is not None:
                compared[place] = apply(value) or None
        return xxh3_128_digest(_pack(compared)), xxh3_128_digest(_pack(as_read))

    return make
