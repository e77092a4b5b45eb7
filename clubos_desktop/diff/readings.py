"""What a record says in each compared field, translated into words that both systems could have said.

Translations are no rules: a status word, a level's tier, HTML, a time zone or a yes in another form never counts as a
difference. Blank is None everywhere.
"""

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any

from clubos_desktop.diff import texts
from clubos_desktop.diff.rules import RuleSet, Word
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.records import Member, Registration

Reading = Callable[[Any], str | None]

SUSPENDED = "suspended"
NOT_A_MEMBER = "not_a_member"
REGISTERED, WAITLISTED, CANCELLED = "registered", "waitlisted", "cancelled"


def readings(rules: RuleSet, side: Side, domain: Domain) -> tuple[Reading, ...]:
    """One reading for each field of ``COMPARED[domain]``, in its order. Raises KeyError for domains without pairs."""
    own = special(rules, side, domain)
    return tuple(own.get(field.name) or _text(field.name) for field in COMPARED[domain])


def special(rules: RuleSet, side: Side, domain: Domain) -> dict[str, Reading]:
    """The readings, by field, of what is not simply the text as it came. Raises KeyError for domains without pairs."""
    return {Domain.MEMBERS: _members, Domain.EVENTS: _events, Domain.REGISTRATIONS: _registrations}[domain](rules, side)


def _members(rules: RuleSet, side: Side) -> dict[str, Reading]:
    return {
        "status": _legacy_status(rules) if side is Side.LEGACY else _word("status", rules.clubos_status),
        "level": _word("level", rules.levels if side is Side.LEGACY else ()),
        "joined": attrgetter("joined"),
    }


def _events(_rules: RuleSet, _side: Side) -> dict[str, Reading]:
    return {
        "start": _minute("start"),
        "end": _minute("end"),
        "capacity": _number("capacity"),
        "published": _yes("published"),
        "description": _meaning("description"),
    }


def _registrations(rules: RuleSet, side: Side) -> dict[str, Reading]:
    legacy = side is Side.LEGACY
    return {
        "status": _legacy_registration(rules) if legacy else _word("status", rules.clubos_registration),
        "registered": _minute("registered"),
    }


def _text(name: str) -> Reading:
    """The text as it came."""
    get = attrgetter(name)

    def read(record: Any) -> str | None:
        text: str | None = get(record)
        return text if text and not text.isspace() else None

    return read


def _meaning(name: str) -> Reading:
    """What HTML or plain text says."""
    get = attrgetter(name)

    def read(record: Any) -> str | None:
        text: str | None = get(record)
        return (texts.meaning(text) or None) if text else None

    return read


def _minute(name: str) -> Reading:
    """An instant cut to its minute, "2026-03-04T17:15"; UTC, so the zone is gone."""
    get = attrgetter(name)

    def read(record: Any) -> str | None:
        instant: str | None = get(record)
        return instant[:16] if instant else None

    return read


def _number(name: str) -> Reading:
    """A number in digits."""
    get = attrgetter(name)

    def read(record: Any) -> str | None:
        value: int | None = get(record)
        return None if value is None else str(value)

    return read


def _yes(name: str) -> Reading:
    """A truth as "yes" or "no"."""
    get = attrgetter(name)
    words = {True: "yes", False: "no", None: None}

    def read(record: Any) -> str | None:
        return words[get(record)]

    return read


def _word(name: str, table: tuple[Word, ...]) -> Reading:
    """A word in its small form, then what the table says it means."""
    get = attrgetter(name)
    means = {entry.word: entry.means for entry in table}

    @lru_cache(maxsize=1024)
    def meant(text: str | None) -> str | None:
        small = texts.words(text) if text else ""
        return means.get(small, small) or None

    return lambda record: meant(get(record))


def _legacy_status(rules: RuleSet) -> Reading:
    """Suspended is a flag in Wild Apricot, and contacts who are no members have no status (wild-apricot-api.md 2.5)."""
    means = {entry.word: entry.means for entry in rules.legacy_status}

    @lru_cache(maxsize=1024)
    def meant(status: str | None) -> str:
        small = (texts.words(status) if status else "") or NOT_A_MEMBER
        return means.get(small, small)

    def read(member: Member) -> str | None:
        return means.get(SUSPENDED, SUSPENDED) if member.suspended else meant(member.status)

    return read


def _legacy_registration(rules: RuleSet) -> Reading:
    """Cancelled and wait-listed are flags or words; everything else (Free, Paid, Unpaid ...) is registered."""
    means = {entry.word: entry.means for entry in rules.legacy_registration}

    def read(registration: Registration) -> str | None:
        if registration.cancelled:
            return CANCELLED
        word = means.get(texts.words(registration.status), REGISTERED) if registration.status else REGISTERED
        return WAITLISTED if registration.waitlisted and word != CANCELLED else word

    return read
