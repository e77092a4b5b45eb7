"""Planted in ClubOS's members after the import."""

import unicodedata
from dataclasses import replace
from datetime import timedelta

from clubos_desktop.practice import clubos, legacy
from clubos_desktop.practice.clubos import new_id
from clubos_desktop.practice.forms import SHORT, for_both
from clubos_desktop.practice.garden import CLUBOS, LEGACY, MEMBERS, Bed, Plant, ordinary, plain
from clubos_desktop.practice.importer import joined
from clubos_desktop.practice.legacy import LEVELS

SURNAMES = ("Abernathy", "Birchgrove", "Cobblestone", "Dunwoody", "Elderfield", "Fairweather", "Goldfinch", "Hartwell")
SPARE_AREAS = ("971", "972", "973", "978", "979", "980", "984", "985", "989")
"""Area codes that nobody in the club has."""


def _number(bed: Bed) -> str:
    """A number nobody has."""
    number = next(bed.fresh)
    return f"{SPARE_AREAS[number // 100 % len(SPARE_AREAS)]}55501{number % 100:02d}"


def _surname(bed: Bed) -> str:
    """A last name nobody has."""
    number = next(bed.fresh)
    return f"{SURNAMES[number % len(SURNAMES)]}-{number}"


def _other_address(bed: Bed, member: clubos.Member) -> str:
    return f"new{next(bed.fresh)}.{member.email}"


def _address(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        member = bed.member(contact)
        member.email = _other_address(bed, member)


def _address_alone(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        member = bed.member(contact)
        member.email, member.phone, member.joined = _other_address(bed, member), None, bed.now - timedelta(days=1)
        bed.part(MEMBERS, contact.id)
        bed.suggest(MEMBERS, contact.id, member.id)


def _initial(bed: Bed, count: int) -> None:
    for contact in bed.people(count, lambda row: ordinary(row) and row.first.isascii()):
        member = bed.member(contact)
        member.first = f"{member.first[0]}."
        bed.part(MEMBERS, contact.id)
        bed.suggest(MEMBERS, contact.id, member.id)


def _crossed(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        member = bed.member(contact)
        member.first, member.last = member.last, member.first
        bed.part(MEMBERS, contact.id)
        bed.suggest(MEMBERS, contact.id, member.id)


def _short(bed: Bed, count: int) -> None:
    for contact in bed.people(count, lambda row: ordinary(row) and row.first in SHORT):
        member = bed.member(contact)
        member.first = SHORT[member.first]
        bed.part(MEMBERS, contact.id)
        bed.suggest(MEMBERS, contact.id, member.id)


def _turns(row: legacy.Contact) -> bool:
    return ordinary(row) and row.last.isascii() and len(row.last) > 5 and row.last[2] != row.last[3]


def _slip(bed: Bed, count: int) -> None:
    """Another address, and two neighbouring letters of the last name exchanged."""
    for contact in bed.people(count, _turns):
        member = bed.member(contact)
        last = member.last
        member.last, member.email = f"{last[:2]}{last[3]}{last[2]}{last[4:]}", f"moved.{member.email}"
        bed.part(MEMBERS, contact.id)
        bed.suggest(MEMBERS, contact.id, member.id)


def _married(bed: Bed, count: int) -> None:
    def told(contact: legacy.Contact) -> bool:
        return ordinary(contact) and not for_both(contact.first)  # or it might be another one of the household

    for contact in bed.people(count, told):
        bed.member(contact).last = _surname(bed)


def _bare(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _latin_accent(row: legacy.Contact) -> bool:
    return ordinary(row) and _bare(row.last).isascii() and not row.last.isascii()


def _accents(bed: Bed, count: int) -> None:
    for contact in bed.people(count, _latin_accent):
        member = bed.member(contact)
        member.last = _bare(member.last)


def _decomposed(bed: Bed, count: int) -> None:
    for contact in bed.people(count, _latin_accent):
        member = bed.member(contact)
        member.last = unicodedata.normalize("NFD", member.last)


def _wrong_number(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        bed.member(contact).phone = _number(bed)


def _no_number(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        bed.member(contact).phone = None


def _stale_status(bed: Bed, count: int) -> None:
    for contact in bed.people(count, lambda row: row.status == "Lapsed" and plain(row)):
        bed.member(contact).status = "active"


def _suspended(bed: Bed, count: int) -> None:
    for contact in bed.people(count, lambda row: row.suspended and plain(row)):
        bed.member(contact).status = "active"


def _tier(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        others = [level.name for level in LEVELS.values() if level.id != contact.level]
        bed.member(contact).tier = bed.rng.choice(others)


def _no_tier(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        bed.member(contact).tier = None


def _day_before(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        member = bed.member(contact)
        member.joined -= timedelta(days=1)


def _joined_at_import(bed: Bed, count: int) -> None:
    """The day of the import; nobody joined that recently (people.py)."""
    for contact in bed.people(count):
        member = bed.member(contact)
        member.joined = bed.now - timedelta(days=1)


def _swap(bed: Bed, _count: int) -> None:
    """What the importer does to two people with one address: the record of the first becomes the second's."""
    for (domain, key), plant in list(bed.garden.apart.items()):
        if plant != "swapped_couple" or domain != MEMBERS:
            continue
        second = bed.source.contacts[key]
        first = next(row for row in bed.source.contacts.values() if row.email == second.email and row.id != key)
        member = bed.member(first)
        member.first, member.last, member.phone = second.first, second.last, second.phone or None
        member.tier = None if second.level is None else LEVELS[second.level].name
        member.joined = joined(second)
        bed.part(MEMBERS, first.id)
        bed.garden.together[MEMBERS, second.id] = member.id


def _unknown(bed: Bed, _count: int) -> None:
    for contact in list(bed.source.contacts.values()):
        if contact.status == "PendingUpgrade":
            bed.member(contact).status = "unknown"


def _add(bed: Bed, member: clubos.Member) -> None:
    """A member who came of nobody."""
    bed.touch(CLUBOS, "members", member.id)
    bed.target.members[member.id] = member
    bed.own(MEMBERS, CLUBOS, member.id)


def _twin(bed: Bed, member: clubos.Member) -> clubos.Member:
    """The same person once more, with another address."""
    number = next(bed.fresh)
    twin = replace(member, id=new_id(bed.seed, "twin", number), email=f"copy{number}.{member.email}", origin=None)
    _add(bed, twin)
    return twin


def _doubled(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        _twin(bed, bed.member(contact))


def _doubled_unclear(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        member = bed.member(contact)
        twin = _twin(bed, member)
        member.email = _other_address(bed, member)
        bed.part(MEMBERS, contact.id)
        bed.suggest(MEMBERS, contact.id, member.id)
        bed.suggest(MEMBERS, contact.id, twin.id)


def _lost(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        member = bed.members[contact.id]
        bed.own(MEMBERS, CLUBOS, member.id)
        bed.remove(CLUBOS, MEMBERS, member.id)
        bed.part(MEMBERS, contact.id)


def _gone(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        bed.own(MEMBERS, CLUBOS, bed.members[contact.id].id)
        bed.remove(LEGACY, MEMBERS, contact.id)


def _new_here(bed: Bed, count: int) -> None:
    for _ in range(count):
        last, number = _surname(bed), _number(bed)
        bed.planted.count += 1
        ident = new_id(bed.seed, "new", last)
        mail = f"{last.lower()}@pilot.example"
        when = bed.now - timedelta(days=2)
        _add(bed, clubos.Member(ident, "Robin", last, mail, number, when, "active", "Regular", when, when))


MEMBER_PLANTS = (
    Plant("address_changed", MEMBERS, "The e-mail address differs; name and phone tell who it is.", 10, _address),
    Plant(
        "address_alone",
        MEMBERS,
        "Address, phone and join date differ: only a person can tell who it is.",
        6,
        _address_alone,
    ),
    Plant("first_name_initial", MEMBERS, "The first name is an initial: never paired by itself.", 5, _initial),
    Plant("names_crossed", MEMBERS, "First and last name stand in each other's place.", 3, _crossed),
    Plant("surname_changed", MEMBERS, "The last name differs.", 6, _married),
    Plant("accents_lost", MEMBERS, "The last name lost its accents.", 5, _accents),
    Plant("phone_wrong", MEMBERS, "The phone number differs.", 12, _wrong_number),
    Plant("phone_missing", MEMBERS, "ClubOS has no phone number.", 6, _no_number),
    Plant("status_stale", MEMBERS, "Lapsed members are still Active in ClubOS.", 12, _stale_status),
    Plant("suspended_active", MEMBERS, "Suspended members are Active in ClubOS.", 5, _suspended),
    Plant("tier_wrong", MEMBERS, "The level differs.", 8, _tier),
    Plant("tier_missing", MEMBERS, "ClubOS has no level.", 5, _no_tier),
    Plant("joined_day_before", MEMBERS, "The join date is a day early.", 9, _day_before),
    Plant("joined_at_import", MEMBERS, "The join date is the day of the import.", 5, _joined_at_import),
    Plant("doubled", MEMBERS, "A person is in ClubOS twice.", 6, _doubled),
    Plant("doubled_unclear", MEMBERS, "Twice in ClubOS, both with another address.", 3, _doubled_unclear),
    Plant("member_lost", MEMBERS, "Members were lost, with their registrations.", 5, _lost),
    Plant("member_kept", MEMBERS, "Deleted in Wild Apricot, still in ClubOS.", 5, _gone),
    Plant("member_new", MEMBERS, "Members who were entered in ClubOS alone.", 4, _new_here),
    Plant("first_name_short", MEMBERS, "The first name is a short form: Bob for Robert.", 4, _short),
    Plant("surname_slip", MEMBERS, "A slip in the last name, and another e-mail address.", 3, _slip),
    Plant("noise_unicode", MEMBERS, "Noise: accents in another Unicode form.", 4, _decomposed),
)
"""After the import."""

COMPLETED = {"swapped_couple": _swap, "upgrade_unknown": _unknown}
"""Plants of plants_before.py that are finished in ClubOS."""
