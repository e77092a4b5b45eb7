"""ClubOS's own importer: it fills ClubOS from the legacy system (clubos-api.md C.4 and C.6).

Without flaws it is a careful importer that carries everything it can. Each flaw that was measured in the real one is
a switch. People without a last name or an e-mail address cannot be imported either way, nor can the second of two
people who share an address: ClubOS requires both names and a unique address.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from clubos_desktop.practice import clubos, legacy
from clubos_desktop.practice.clubos import ClubOS, new_id
from clubos_desktop.practice.legacy import LEVELS, ZONE, Legacy


@dataclass(frozen=True, slots=True)
class Flaws:
    """What the importer does wrong; every one was measured (clubos-api.md C.4, C.6, finding 10)."""

    forgets_status: bool = False  # a changed status never arrives after the first import
    forgets_joined: bool = False  # a changed join date never arrives
    forgets_times: bool = False  # a moved event stays where it was
    shared_overwrites: bool = False  # two contacts with one address overwrite each other on each run
    keeps_deleted: bool = False  # what is gone from the legacy system stays
    unknown_statuses: bool = False  # suspended becomes active, a pending upgrade becomes unknown
    payment_words: bool = False  # it looks for "Cancelled" and "Confirmed", which the legacy system never says
    hundred_contacts: bool = False  # it reads the first page of contacts and stops
    bare_arrays: bool = False  # registrations come as a bare array: it reads 0 and reports success
    naive_times: bool = False  # wall time is stored as if it were UTC


CAREFUL = Flaws()
AS_MEASURED = Flaws(
    forgets_status=True,
    forgets_joined=True,
    forgets_times=True,
    shared_overwrites=True,
    keeps_deleted=True,
    unknown_statuses=True,
    payment_words=True,
)
"""The importer of the commit that was looked at, with reading repaired."""


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of a run, as its log would say."""

    created: int
    updated: int
    skipped: int
    deleted: int


class Importer:
    """One run over both systems. ``seed`` makes the new ids repeatable, ``now`` is the time of the run."""

    def __init__(self, source: Legacy, target: ClubOS, seed: int, now: datetime, flaws: Flaws = CAREFUL) -> None:
        self.source, self.target, self.seed, self.now, self.flaws = source, target, seed, now, flaws
        self.created = self.updated = self.skipped = self.deleted = 0

    def run(self) -> Report:
        """Members, then events, then registrations."""
        members = self._members()
        events = self._events()
        if not self.flaws.bare_arrays:
            self._registrations(members, events)
        if not self.flaws.keeps_deleted:
            self._remove_gone()
        self.target.imported = self.now
        self.target.revision += 1
        return Report(self.created, self.updated, self.skipped, self.deleted)

    def bring(self, contacts: Collection[int]) -> None:
        """Import these contacts and their registrations alone, touching nobody else."""
        members = {}
        for key in contacts:
            made = self._member(self.source.contacts[key], None)
            self.target.members[made.id] = made
            members[key] = made.id
        events = {row.origin: row.id for row in self.target.events.values() if row.origin in self.source.events}
        self._registrations(members, {key: ident for key, ident in events.items() if key is not None})
        self.target.revision += 1

    def _members(self) -> dict[int, str]:
        """Import contacts; returns which contact became which member."""
        known = {member.origin: member for member in self.target.members.values() if member.origin is not None}
        by_mail = {member.email: member for member in self.target.members.values()}
        placed: dict[int, str] = {}
        contacts = list(self.source.contacts.values())
        for contact in contacts[:100] if self.flaws.hundred_contacts else contacts:
            mail = contact.email.strip().lower()
            if not mail or not contact.first.strip() or not contact.last.strip():
                self.skipped += 1
                continue
            present = known.get(contact.id)
            holder = by_mail.get(mail)
            if holder is not None and holder is not present:
                if not self.flaws.shared_overwrites:
                    self.skipped += 1
                    continue
                present = holder
            made = self._member(contact, present)
            self.target.members[made.id] = made
            by_mail[mail] = made
            placed[contact.id] = made.id
        return placed

    def _member(self, contact: legacy.Contact, present: clubos.Member | None) -> clubos.Member:
        """The member a contact becomes, keeping what the flaws never bring up to date."""
        made = clubos.Member(
            id=present.id if present else new_id(self.seed, "member", contact.id),
            first=contact.first.strip(),
            last=contact.last.strip(),
            email=contact.email.strip().lower(),
            phone=re.sub(r"[^0-9+]", "", contact.phone) or None,
            joined=joined(contact),
            status=status_code(contact, self.flaws),
            tier=None if contact.level is None else LEVELS[contact.level].name,
            created=present.created if present else self.now,
            updated=self.now,
            origin=contact.id if present is None or not self.flaws.shared_overwrites else present.origin,
        )
        if present is None:
            self.created += 1
            return made
        if self.flaws.forgets_status:
            made.status = present.status
        if self.flaws.forgets_joined:
            made.joined = present.joined
        if replace(made, updated=present.updated) == present:
            return present
        self.updated += 1
        return made

    def _events(self) -> dict[int, str]:
        """Import events; returns which event became which."""
        known = {event.origin: event for event in self.target.events.values() if event.origin is not None}
        for source in self.source.events.values():
            present = known.get(source.id)
            made = clubos.Event(
                id=present.id if present else new_id(self.seed, "event", source.id),
                title=source.title.strip(),
                description=strip_tags(source.html) or None,
                category=source.tags[0] if source.tags else None,
                location=source.location.strip() or None,
                start=self._moment(source.start),
                end=None if source.end is None else self._moment(source.end),
                capacity=source.capacity or None,
                published=source.access == "Public",
                origin=source.id,
            )
            if present and self.flaws.forgets_times:
                made.start, made.end = present.start, present.end
            self.created += present is None
            self.updated += present is not None and made != present
            known[source.id] = made
            self.target.events[made.id] = made
        return {event.origin: event.id for event in known.values() if event.origin in self.source.events}

    def _moment(self, moment: datetime) -> datetime:
        """The moment, or its wall time taken for UTC."""
        if not self.flaws.naive_times:
            return moment
        return moment.astimezone(ZoneInfo(ZONE)).replace(tzinfo=UTC)

    def _registrations(self, members: dict[int, str], events: dict[int, str]) -> None:
        """Import registrations: of each person at each event the one that counts, guests never."""
        target = self.target.registrations
        held = {(made.event, made.member): made for made in target.values()}
        for source in counting(self.source.registrations.values()):
            member, event = members.get(source.contact), events.get(source.event)
            if member is None or event is None:
                self.skipped += 1
                continue
            present = held.get((event, member))
            made = clubos.Registration(
                id=present.id if present else new_id(self.seed, "registration", source.id),
                event=event,
                member=member,
                status=registration_status(source, self.flaws),
                registered=source.registered,
                origin=source.id,
            )
            if present and made.status != present.status and _same_meaning(made.status, present.status):
                made.status = present.status
            self.created += present is None
            self.updated += present is not None and made != present
            held[event, member] = made
            target[made.id] = made

    def _remove_gone(self) -> None:
        """Take away what the legacy system no longer has; what never came from there stays."""
        gone = [key for key, row in self.target.registrations.items() if _gone(row.origin, self.source.registrations)]
        members = {key for key, row in self.target.members.items() if _gone(row.origin, self.source.contacts)}
        events = {key for key, row in self.target.events.items() if _gone(row.origin, self.source.events)}
        gone += [
            key
            for key, row in self.target.registrations.items()
            if (row.member in members or row.event in events) and key not in set(gone)
        ]
        for key in gone:
            del self.target.registrations[key]
        for member in members:
            del self.target.members[member]
        for event in events:
            del self.target.events[event]
        self.deleted += len(gone) + len(members) + len(events)


def _gone(origin: int | None, table: dict[int, object] | object) -> bool:
    """Whether a row came from a legacy record that is there no more."""
    return origin is not None and isinstance(table, dict) and origin not in table


def _same_meaning(one: str, other: str) -> bool:
    """ClubOS's finer words for somebody who comes: staff set them, an import leaves them."""
    coming = {"CONFIRMED", "PENDING", "PENDING_PAYMENT", "NO_SHOW"}
    return one in coming and other in coming


def joined(contact: legacy.Contact) -> datetime:
    """MemberSince at midnight of the club's zone, else the creation date: ClubOS knows no member without a date."""
    if contact.since is None:
        return contact.created
    return datetime.combine(contact.since, time(), ZoneInfo(ZONE)).astimezone(UTC)


def status_code(contact: legacy.Contact, flaws: Flaws = CAREFUL) -> str:
    """The status code ClubOS gives a contact."""
    if contact.suspended and not flaws.unknown_statuses:
        return "suspended"
    words = {
        None: "not_a_member",
        "Active": "active",
        "Lapsed": "lapsed",
        "PendingNew": "pending_new",
        "PendingRenewal": "pending_renewal",
        "PendingUpgrade": "unknown" if flaws.unknown_statuses else "pending_renewal",
    }
    return words.get(contact.status, "unknown")


def registration_status(source: legacy.Registration, flaws: Flaws = CAREFUL) -> str:
    """The registration status ClubOS gives a registration."""
    if source.waitlisted:
        return "WAITLISTED"
    if flaws.payment_words:
        return "PENDING"
    if source.status == "Canceled":
        return "CANCELLED"
    return "PENDING_PAYMENT" if source.status in {"Unpaid", "PartiallyPaid"} else "CONFIRMED"


def counting(registrations: Iterable[legacy.Registration]) -> list[legacy.Registration]:
    """Without guests, and of several of one person at one event the live one, else the latest."""
    best: dict[tuple[int, int], legacy.Registration] = {}
    for row in registrations:
        if row.guest_of is not None:
            continue
        place = (row.contact, row.event)
        rank = (row.status != "Canceled", row.registered, row.id)
        held = best.get(place)
        if held is None or rank > (held.status != "Canceled", held.registered, held.id):
            best[place] = row
    return list(best.values())


def strip_tags(html: str) -> str:
    """A description without its tags, blanks collapsed."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())
