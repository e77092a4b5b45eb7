"""The fields in which a pair differs."""

from typing import Any

from clubos_desktop.diff.normal import Step, steps
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.diff.shown import shown
from clubos_desktop.model.differences import FieldDifference, Kind
from clubos_desktop.model.records import Event, Record
from clubos_desktop.model.time import day_of


def compare(rules: RuleSet, legacy: Record, clubos: Record) -> list[FieldDifference]:
    """Differences of a pair, in the order of ``COMPARED``; values as shown to people.

    CHANGED where the compared values differ, IGNORED where only a rule makes them equal; ``rule`` is the kind's name
    (``kinds.KINDS``). Fields that ClubOS cannot show are in neither: they are counted once per field.
    Raises TypeError when the two are not of one type.
    """
    if type(legacy) is not type(clubos):
        raise TypeError("a pair is of one domain")
    ours = steps(rules, True, type(legacy))
    theirs = steps(rules, False, type(clubos))
    found = []
    for mine, other in zip(ours, theirs, strict=True):
        kind = _kind(rules, mine, other, legacy, clubos)
        if kind is not None:
            found.append(FieldDifference(mine.field, kind, *shown(rules, mine.field, legacy, clubos), mine.kind))
    return found


def _kind(rules: RuleSet, mine: Step, other: Step, legacy: Any, clubos: Any) -> Kind | None:
    read, other_read = mine.read(legacy), other.read(clubos)
    if read == other_read:  # the rule of a field is one for both sides, so that equal texts stay equal
        return None
    if mine.made_comparable(read) == other.made_comparable(other_read):
        return Kind.IGNORED
    return None if _same_day(rules, mine.field, legacy, clubos) else Kind.CHANGED


def _same_day(rules: RuleSet, field: str, legacy: Any, clubos: Any) -> bool:
    """True for the start and end of an all-day event on the same day in the event's own zone."""
    if not (isinstance(legacy, Event) and legacy.all_day and field in ("start", "end")):
        return False
    left, right = getattr(legacy, field), getattr(clubos, field)
    zone = legacy.zone or rules.zone
    return bool(left and right) and day_of(left, zone) == day_of(right, zone)
