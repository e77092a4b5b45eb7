"""The club lives on: what members and the office do in the legacy system in a day.

ClubOS hears of it at the next import. For rehearsals of "Copy what changed": few things change, and all of them bear
the marks by which the real system shows changes (wild-apricot-api.md section 3).
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from clubos_desktop.practice import names
from clubos_desktop.practice.bookings import Books
from clubos_desktop.practice.club import Club
from clubos_desktop.practice.legacy import Contact, Event, Registration


@dataclass(slots=True)
class Lived:
    """How much happened."""

    contacts_changed: int = 0
    contacts_new: int = 0
    registrations_new: int = 0
    registrations_cancelled: int = 0
    payments: int = 0


def live(club: Club, now: datetime, days: int = 1) -> Lived:
    """Let the last ``days`` before ``now`` (aware) happen. The same club, moment and days give the same life.

    A day among 1,200 members: three people change their phone or name, somebody joins every other day, ten register
    for events to come, one cancels.
    """
    rng = random.Random(f"{club.seed}/{now:%Y-%m-%d}/{days}")
    done = Lived()
    share = len(club.legacy.contacts) / 1200
    for back in range(days, 0, -1):
        day = now - timedelta(days=back) + timedelta(hours=1)
        for _ in range(max(1, round(3 * share))):
            _change(club, rng, _moment(day, rng), done)
        if rng.random() < max(0.5, 0.5 * share):
            _join(club, rng, _moment(day, rng), done)
        coming = [event for event in club.legacy.events.values() if event.start > day + timedelta(days=1)]
        for _ in range(max(1, round(10 * share)) if coming else 0):
            _register(club, rng.choice(coming), rng, _moment(day, rng), done)
        _cancel(club, rng, day, done)
    club.legacy.revision += 1
    return done


def _moment(day: datetime, rng: random.Random) -> datetime:
    """Some moment of the 22 hours from ``day`` on."""
    return day + timedelta(seconds=rng.randint(0, 22 * 3600), milliseconds=rng.randint(0, 999))


def _change(club: Club, rng: random.Random, when: datetime, done: Lived) -> None:
    """A member changes their phone number, organisation or last name."""
    contact = rng.choice(list(club.legacy.contacts.values()))
    what = rng.choice(("phone", "phone", "organization", "last"))
    if what == "last" and contact.last:
        contact.last = f"{contact.last.split('-')[0]}-{rng.choice(names.ENGLISH_LAST)[0]}"
    elif what == "organization":
        contact.organization = f"{contact.last or contact.first} & Daughters"
    else:
        contact.phone = f"{rng.choice(('986', '988'))}55501{rng.randint(0, 99):02d}"
    contact.updated = when
    done.contacts_changed += 1


def _join(club: Club, rng: random.Random, when: datetime, done: Lived) -> None:
    """Somebody joins."""
    key = max(club.legacy.contacts) + 1
    first, spelled = rng.choice(names.ENGLISH_FIRST)
    club.legacy.contacts[key] = Contact(
        id=key,
        first=first,
        last=f"Newhouse-{key}",
        email=f"{spelled}.newhouse{key}@example.org",
        phone="",
        organization="",
        status="PendingNew",
        level=302,
        since=when.date(),
        renewal=when.date().replace(year=when.year + 1, day=min(when.day, 28)),
        created=when,
        updated=when,
    )
    done.contacts_new += 1


def _register(club: Club, event: Event, rng: random.Random, when: datetime, done: Lived) -> None:
    """Somebody registers who is not registered yet, and pays where there is something to pay."""
    legacy = club.legacy
    contact = rng.choice(list(legacy.contacts))
    if any(row.contact == contact and row.event == event.id for row in legacy.registrations.values()):
        return
    key = max(legacy.registrations, default=0) + 1
    made = Registration(key, event.id, contact, "Paid" if event.fee else "Free", when, event.fee, event.fee)
    legacy.registrations[key] = made
    done.registrations_new += 1
    if event.fee:
        books = Books(legacy, rng, when)
        later = when + timedelta(minutes=3)
        invoice = books.invoice(contact, when, event.fee, "EventRegistration", key)
        books.pay(books.payment(contact, later, event.fee), invoice, event.fee)
        done.payments += 1


def _cancel(club: Club, rng: random.Random, day: datetime, done: Lived) -> None:
    """Somebody who owes nothing cancels."""
    events = club.legacy.events
    free = [
        row
        for row in club.legacy.registrations.values()
        if row.status == "Free" and row.guest_of is None and not row.guests and events[row.event].start > day
    ]
    if free:
        rng.choice(free).status = "Canceled"
        done.registrations_cancelled += 1
