"""A club's rules: what counts as equal, field by field, and which words mean the same in both systems.

A rule set is a frozen value that is stored as canonical JSON (``to_json``), one row a version. Words are compared in
their small form (``texts.words``: "PendingNew" is "pending_new"). Sources: clubos-api.md C.3 and C.4.
"""

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfoNotFoundError

import msgspec

from clubos_desktop.diff.fieldrules import ALLOWED, MEMBER_STATUSES, REGISTRATION_STATUSES
from clubos_desktop.diff.kinds import KINDS
from clubos_desktop.diff.texts import words
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.time import zone as known_zone


class FieldRule(msgspec.Struct, frozen=True):
    """``kind`` is a name of ``kinds.KINDS``."""

    domain: Domain
    field: str
    kind: str


class Word(msgspec.Struct, frozen=True):
    """A word of one system and what it means; both in small form."""

    word: str
    means: str


class RuleSet(msgspec.Struct, frozen=True, cache_hash=True, forbid_unknown_fields=True):
    """``zone`` IANA name, ``country`` ISO 3166 (two letters), ``currency`` ISO 4217, all of the club.

    ``legacy_status`` and ``clubos_status`` translate member statuses into ``MEMBER_STATUSES``, ``levels`` a level of
    the legacy system into a tier of ClubOS, the two of registrations into ``REGISTRATION_STATUSES`` (a legacy word
    that is not listed means "registered"). ``tolerance`` is what sums of money may be apart, in minor units.
    """

    zone: str
    country: str
    currency: str
    fields: tuple[FieldRule, ...]
    legacy_status: tuple[Word, ...] = ()
    clubos_status: tuple[Word, ...] = ()
    levels: tuple[Word, ...] = ()
    legacy_registration: tuple[Word, ...] = ()
    clubos_registration: tuple[Word, ...] = ()
    tolerance: int = 0

    def kind(self, domain: Domain, field: str) -> str:
        """The kind of rule of a field."""
        found = (rule.kind for rule in self.fields if rule.domain is domain and rule.field == field)
        return next(found, ALLOWED[domain][field][0])


WORD_TABLES = ("legacy_status", "clubos_status", "levels", "legacy_registration", "clubos_registration")
"""The attributes of a rule set that hold words."""


def _words(**meanings: str) -> tuple[Word, ...]:
    return tuple(Word(word, means) for word, means in meanings.items())


PRESETS: dict[str, dict[str, tuple[Word, ...]]] = {
    "importer": {
        # lib/importing/wildapricot writes these codes; labels of the seed (NEWCOMER ...) stand for active people.
        "legacy_status": _words(pending_upgrade="pending_renewal"),
        "clubos_status": _words(prospect="active", newcomer="active", extended="active", alumni="active"),
    },
    "csv migrator": {
        # scripts/migration/config: levels become statuses, no tiers; visitors are prospects, former members alumni.
        "legacy_status": _words(pending_upgrade="pending_renewal"),
        "clubos_status": _words(prospect="not_a_member", newcomer="active", extended="active", alumni="lapsed"),
    },
    "without suspended": {
        # A ClubOS without the status "suspended" keeps such people as lapsed.
        "legacy_status": _words(pending_upgrade="pending_renewal", suspended="lapsed"),
        "clubos_status": _words(prospect="active", newcomer="active", extended="active", alumni="active"),
    },
}
"""Ways in which a ClubOS was filled (clubos-api.md C.4); the first is the default."""

_LEGACY_REGISTRATION = _words(
    canceled="cancelled", cancelled="cancelled", declined="cancelled", on_waitlist="waitlisted"
)
_CLUBOS_REGISTRATION = _words(
    confirmed="registered",
    pending="registered",
    pending_payment="registered",
    no_show="registered",
    canceled="cancelled",
    refunded="cancelled",
    refund_pending="cancelled",
)


def default_rules(zone: str, country: str, currency: str) -> RuleSet:
    """The shipped rules for a club; what is wrong with the three arguments is said by ``faults``."""
    fields = [FieldRule(domain, field, kinds[0]) for domain, of in ALLOWED.items() for field, kinds in of.items()]
    return preset(
        RuleSet(
            zone=zone,
            country=country,
            currency=currency,
            fields=_ordered(fields),
            legacy_registration=_LEGACY_REGISTRATION,
            clubos_registration=_CLUBOS_REGISTRATION,
        ),
        "importer",
    )


def _ordered(fields: Iterable[FieldRule]) -> tuple[FieldRule, ...]:
    """The rules of fields in their one canonical order."""
    return tuple(sorted(fields, key=lambda rule: (rule.domain, rule.field)))


def preset(rules: RuleSet, name: str) -> RuleSet:
    """The rules with the words of a preset. Raises InputError when there is no such preset."""
    if name not in PRESETS:
        known = ", ".join(PRESETS)
        raise InputError(f'There is no preset "{name}".', remedy=f"Choose one of: {known}.", code="rules")
    return msgspec.structs.replace(rules, **PRESETS[name])


def with_kind(rules: RuleSet, domain: Domain, field: str, kind: str) -> RuleSet:
    """The rules with another kind of rule for a field. Raises InputError in words for people."""
    others = (rule for rule in rules.fields if (rule.domain, rule.field) != (domain, field))
    return checked(msgspec.structs.replace(rules, fields=_ordered((*others, FieldRule(domain, field, kind)))))


def with_words(rules: RuleSet, table: str, meanings: dict[str, str]) -> RuleSet:
    """The rules with another table of words (one of ``WORD_TABLES``); words may be written as a person does."""
    given = tuple(Word(words(word), words(means)) for word, means in meanings.items())
    return checked(msgspec.structs.replace(rules, **{table: given}))


def to_json(rules: RuleSet) -> str:
    """Canonical JSON: the same rules give the same text."""
    return msgspec.json.encode(rules, order="sorted").decode()


def from_json(text: str | bytes) -> RuleSet:
    """A stored rule set. Raises InputError when the text is none or ``faults`` finds something."""
    try:
        rules = msgspec.json.decode(text, type=RuleSet)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"These are no comparison rules ({error}).", remedy="Choose rules that this program saved.", code="rules"
        ) from error
    return checked(msgspec.structs.replace(rules, fields=_ordered(rules.fields)))


def checked(rules: RuleSet) -> RuleSet:
    """The rules themselves. Raises InputError with every fault as a sentence."""
    found = faults(rules)
    if found:
        raise InputError(" ".join(found), remedy="Nothing was changed. Correct the rules and save again.", code="rules")
    return rules


def faults(rules: RuleSet) -> tuple[str, ...]:
    """What is wrong with the rules, each a sentence for people."""
    return (*_club_faults(rules), *_field_faults(rules), *_word_faults(rules))


def _club_faults(rules: RuleSet) -> list[str]:
    found = []
    try:
        known_zone(rules.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        found.append(f'"{rules.zone}" is not a time zone.')
    if not re.fullmatch(r"[A-Z]{2}", rules.country):
        found.append(f'"{rules.country}" is not a country in two capital letters, such as US.')
    if not re.fullmatch(r"[A-Z]{3}", rules.currency):
        found.append(f'"{rules.currency}" is not a currency in three capital letters, such as USD.')
    if rules.tolerance < 0:
        found.append("Sums of money cannot be less than nothing apart.")
    return found


def _field_faults(rules: RuleSet) -> list[str]:
    found = []
    seen: set[tuple[Domain, str]] = set()
    for rule in rules.fields:
        where = f'{DOMAIN_LABELS[rule.domain]}, "{rule.field}"'
        if rule.field not in ALLOWED.get(rule.domain, {}):
            found.append(f"{where}: both systems do not show such a field, so it has no rule.")
        elif rule.kind not in ALLOWED[rule.domain][rule.field]:
            choice = ", ".join(ALLOWED[rule.domain][rule.field])
            found.append(f'{where}: the rule "{rule.kind}" does not fit here. Choose one of: {choice}.')
        if (rule.domain, rule.field) in seen:
            found.append(f"{where}: there are two rules for one field.")
        seen.add((rule.domain, rule.field))
    return found


def _word_faults(rules: RuleSet) -> list[str]:
    found = []
    for table in WORD_TABLES:
        meanings: dict[str, str] = {}
        for entry in getattr(rules, table):
            if not entry.word or entry.word != words(entry.word) or entry.means != words(entry.means):
                found.append(f'"{entry.word}" for "{entry.means}": words are stored small, joined by "_".')
            if meanings.setdefault(entry.word, entry.means) != entry.means:
                found.append(f'"{entry.word}" cannot mean both "{meanings[entry.word]}" and "{entry.means}".')
            allowed = _MEANINGS.get(table)
            if allowed is not None and entry.means not in allowed:
                found.append(f'"{entry.word}" cannot mean "{entry.means}". Choose one of: {", ".join(allowed)}.')
    return found


_MEANINGS = {
    "legacy_status": MEMBER_STATUSES,
    "clubos_status": MEMBER_STATUSES,
    "legacy_registration": REGISTRATION_STATUSES,
    "clubos_registration": REGISTRATION_STATUSES,
}


def describe(rules: RuleSet) -> tuple[tuple[Domain, str, str], ...]:
    """Every field with its rule in words, for screens and packs: (domain, field, "Equal when ...")."""
    return tuple(
        (domain, field, f"Equal when {KINDS[rules.kind(domain, field)].label}")
        for domain, fields in ALLOWED.items()
        for field in fields
    )
