"""Values of compared fields as people read them in a list of differences."""

import re
from collections.abc import Callable

from clubos_desktop.diff import texts
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Event, Instant, Member, Record, Registration
from clubos_desktop.model.time import day_of, from_instant, spell, wall
from clubos_desktop.model.time import zone as zone_of

Shown = tuple[str | None, str | None]

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONG = 160
"""Letters of a description that a list shows around its first difference."""


def shown(rules: RuleSet, field: str, legacy: Record, clubos: Record) -> Shown:
    """The values of a field on both sides. ``None`` is "nothing there"."""
    special = _SPECIAL.get((legacy.domain, field), _plain)
    return special(rules, field, legacy, clubos)


def _plain(_rules: RuleSet, field: str, legacy: Record, clubos: Record) -> Shown:
    return _one(getattr(legacy, field)), _one(getattr(clubos, field))


def _one(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None or value == "" else str(value)


def _days(_rules: RuleSet, field: str, legacy: Record, clubos: Record) -> Shown:
    left, right = getattr(legacy, field), getattr(clubos, field)
    return spell(left) if left else None, spell(right) if right else None


def _status(_rules: RuleSet, _field: str, legacy: Record, clubos: Record) -> Shown:
    """Words as the systems use them, "PendingNew" apart; a flag or nothing said in words."""
    assert isinstance(legacy, Member)  # noqa: S101 - for the type checker: the table below says so
    left = "Suspended" if legacy.suspended else _spoken(legacy.status) or "Not a member"
    return left, _one(getattr(clubos, "status", None))


def _registration_status(_rules: RuleSet, _field: str, legacy: Record, clubos: Record) -> Shown:
    assert isinstance(legacy, Registration)  # noqa: S101 - as above
    flagged = "Canceled" if legacy.cancelled else "On waitlist" if legacy.waitlisted else None
    return flagged or _spoken(legacy.status) or "Registered", _spoken(getattr(clubos, "status", None))


def _spoken(word: str | None) -> str | None:
    """A system's word for people: OnWaitlist becomes "On waitlist", PENDING_PAYMENT "Pending payment"."""
    return texts.collapse(_CAMEL.sub(" ", word).replace("_", " ")).capitalize() if word else None


def _times(rules: RuleSet, field: str, legacy: Record, clubos: Record) -> Shown:
    """Wall times in the club's zone; an all-day event's day in the event's zone.

    The zone's name is added where the event has another zone than the club, and where two different moments would
    look the same (the hour that autumn has twice).
    """
    left, right = getattr(legacy, field), getattr(clubos, field)
    own = legacy.zone if isinstance(legacy, Event) else None
    if isinstance(legacy, Event) and legacy.all_day and left:
        return f"{spell(day_of(left, own or rules.zone))}, all day", _wall(right, own or rules.zone, own is not None)
    named = own not in (None, rules.zone)
    both = _wall(left, rules.zone, named), _wall(right, rules.zone, named)
    if both[0] == both[1] and left and right and left[:16] != right[:16]:
        return _wall(left, rules.zone, True), _wall(right, rules.zone, True)
    return both


def _wall(instant: Instant | None, zone: str, named: bool) -> str | None:
    if not instant:
        return None
    text = wall(instant, zone)
    return f"{text} {from_instant(instant).astimezone(zone_of(zone)).tzname()}" if named else text


def _descriptions(_rules: RuleSet, field: str, legacy: Record, clubos: Record) -> Shown:
    """Both texts without HTML, long ones from shortly before the first difference."""
    left, right = texts.plain(getattr(legacy, field) or ""), texts.plain(getattr(clubos, field) or "")
    at = next(
        (index for index, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )
    return _excerpt(left, at), _excerpt(right, at)


def _excerpt(text: str, at: int) -> str | None:
    start = max(0, at - _LONG // 4) if len(text) > _LONG else 0
    piece = text[start : start + _LONG]
    before, after = "… " if start else "", " …" if start + _LONG < len(text) else ""
    return f"{before}{piece}{after}" if piece else before.strip() or None


_SPECIAL: dict[tuple[Domain, str], Callable[[RuleSet, str, Record, Record], Shown]] = {
    (Domain.MEMBERS, "status"): _status,
    (Domain.MEMBERS, "joined"): _days,
    (Domain.EVENTS, "start"): _times,
    (Domain.EVENTS, "end"): _times,
    (Domain.EVENTS, "description"): _descriptions,
    (Domain.REGISTRATIONS, "status"): _registration_status,
    (Domain.REGISTRATIONS, "registered"): _times,
}
