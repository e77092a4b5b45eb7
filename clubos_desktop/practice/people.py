"""Contacts of the practice club: members, former members, guests; levels, bundles, groups and the club's own fields."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from clubos_desktop.practice import names
from clubos_desktop.practice.legacy import CUSTOM, GROUPS, LEVELS, Contact

FIRST_CONTACT = 5001
HOUSEHOLD = 303
"""The bundle level."""

STATUSES = (("Active", 80), ("Lapsed", 10), ("PendingNew", 3), ("PendingRenewal", 4), (None, 3))
"""Status and share in percent; None are contacts who are no members."""


def make_contacts(count: int, rng: random.Random, now: datetime) -> dict[int, Contact]:
    """Contacts whose names, addresses and numbers are all different; ids ascend with gaps.

    Everybody here has both names and an e-mail address: who lacks one is planted (plants.py).
    """
    dealt_names, dealt_phones = names.deal_names(rng), names.deal_phones(rng)
    contacts: dict[int, Contact] = {}
    key = FIRST_CONTACT
    while len(contacts) < count:
        size = 1
        if rng.random() < 0.025 and count - len(contacts) > 4:
            size = rng.randint(2, 4)
        household = [_contact(key + step, next(dealt_names), next(dealt_phones, ""), rng, now) for step in range(size)]
        key += size + rng.choice((0, 0, 0, 1, 3))
        if size > 1:
            _bundle(household, rng)
        contacts.update((contact.id, contact) for contact in household)
    _oddities(list(contacts.values()), rng)
    return contacts


def _contact(key: int, name: names.Name, phone: str, rng: random.Random, now: datetime) -> Contact:
    """One contact who is not in a bundle."""
    status = rng.choices([word for word, _ in STATUSES], [share for _, share in STATUSES])[0]
    since = now.date() - timedelta(days=rng.randint(5 if status == "PendingNew" else 200, 4200))
    created = datetime.combine(since, datetime.min.time(), now.tzinfo) + timedelta(
        hours=19, minutes=rng.randint(0, 300)
    )
    return Contact(
        id=key,
        first=name.first,
        last=name.last,
        email=f"{name.spelled}{key}@{rng.choice(names.DOMAINS)}",
        phone=names.written_phone(phone, rng) if phone and rng.random() < 0.93 else "",
        organization="" if rng.random() < 0.85 else f"{name.last} & Co",
        status=status,
        level=None if status is None else rng.choices((301, 302, 304, 305), (70, 18, 8, 4))[0],
        since=None if status is None else since,
        renewal=None if status is None else _renewal(since, status, now.date()),
        created=created,
        updated=now - timedelta(minutes=rng.randint(600, 60 * 24 * 700), milliseconds=rng.randint(0, 999)),
        suspended=status == "Active" and rng.random() < 0.01,
        archived=status in {"Lapsed", None} and rng.random() < 0.45,
        groups=_some(tuple(GROUPS), rng, 0.12),
        custom=_custom(rng),
    )


def _renewal(since: date, status: str, today: date) -> date:
    """The next (for the lapsed: the last) return of the day of joining; 29 February counts as the 28th."""
    year = today.year - (status == "Lapsed")
    day = since.replace(year=year, day=min(since.day, 28))
    return day if status == "Lapsed" or day > today else day.replace(year=year + 1)


def _some(choices: tuple[int, ...], rng: random.Random, share: float) -> tuple[int, ...]:
    """Now and then one or two of the choices, in their order."""
    if rng.random() >= share:
        return ()
    return tuple(sorted(rng.sample(choices, rng.randint(1, 2))))


def _custom(rng: random.Random) -> dict[str, object]:
    """Values of the club's own fields by system code, as the API writes them."""
    values: dict[str, object] = dict.fromkeys(CUSTOM)
    if rng.random() < 0.5:
        pick = rng.choice(tuple(CUSTOM["custom-900001"][2].items()))
        values["custom-900001"] = {"Id": pick[0], "Label": pick[1]}
    choices = CUSTOM["custom-900002"][2]
    values["custom-900002"] = [{"Id": key, "Label": choices[key]} for key in _some(tuple(choices), rng, 0.4)]
    if rng.random() < 0.3:
        values["custom-900003"] = f"Neighbour, {rng.randint(1, 99)} Lake Road"
    if rng.random() < 0.2:
        values["custom-900004"] = f"19{rng.randint(40, 99)}-0{rng.randint(1, 9)}-{rng.randint(10, 28)}T00:00:00"
    values["custom-900005"] = rng.random() < 0.7
    return values


def _bundle(household: list[Contact], rng: random.Random) -> None:
    """Make these contacts members of one bundle; the first coordinates it and pays."""
    head = household[0]
    for contact in household:
        contact.level, contact.bundle = HOUSEHOLD, head.id + 900_000
        contact.bundle_role = "Bundle coordinator" if contact is head else "Bundle member"
        contact.status, contact.archived, contact.suspended = "Active", False, False
        contact.since = contact.since or head.created.date() - timedelta(days=rng.randint(30, 900))
        contact.renewal = contact.renewal or date(head.updated.year + 1, 6, 1)


def _oddities(contacts: list[Contact], rng: random.Random) -> None:
    """Rare but lawful names: 300 characters, an emoji, HTML signs, a comma. One of each per thousand, at least one."""
    for _ in range(max(1, len(contacts) // 1000)):
        long, emoji, signs, comma = rng.sample(contacts, 4)
        long.last = f"{long.last}-{'Featherstonehaugh-' * 20}"[:299] + chr(97 + long.id % 26)
        emoji.first = f"{emoji.first} 🌻"
        signs.last = f"{signs.last} <b>&amp;"
        comma.last = f"{comma.last}, Esq."


def dues(contact: Contact, now: datetime) -> Iterator[tuple[datetime, int, str]]:
    """The membership invoices of the past two years: when, cents, order type. Bundles are paid by their head."""
    if contact.level is None or contact.since is None or contact.bundle_role == "Bundle member":
        return
    fee = LEVELS[contact.level].fee
    for years_ago in (2, 1):
        moment = now - timedelta(days=365 * years_ago - contact.id % 300)
        if fee and moment < now and moment.date() >= contact.since:
            first = (moment.date() - contact.since).days < 365
            yield moment, fee, "MembershipApplication" if first else "MembershipRenewal"
