"""Planted in the legacy system before the import: people it cannot carry, and noise that rules hide."""

from clubos_desktop.practice.garden import EVENTS, LEGACY, MEMBERS, Bed, Plant, ordinary


def _drop(bed: Bed, contact: int) -> None:
    """A contact that cannot be imported; ``fix`` brings it in later."""
    bed.part(MEMBERS, contact)
    bed.planted.dropped.append(contact)


def _no_address(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        bed.touch(LEGACY, "contacts", contact.id)
        contact.email = ""
        _drop(bed, contact.id)


def _no_last_name(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        bed.touch(LEGACY, "contacts", contact.id)
        contact.last = ""
        _drop(bed, contact.id)


def _shared_address(bed: Bed, count: int) -> None:
    """The second of a couple: same address, same surname, own first name."""
    for second in bed.people(count, lambda row: ordinary(row) and row.bundle is None):
        first = next(bed.people(1, lambda row: ordinary(row) and row.id < second.id), None)  # noqa: B023 - used at once
        if first is None:
            _leave(bed, second.id)
            return
        bed.planted.count -= 1
        bed.touch(LEGACY, "contacts", second.id)
        second.email = first.email
        _drop(bed, second.id)


def _leave(bed: Bed, contact: int) -> None:
    """Nobody was found to go with this one."""
    bed.planted.count -= 1
    del bed.garden.owner[MEMBERS, LEGACY, contact]


def _capitals(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        bed.touch(LEGACY, "contacts", contact.id)
        local, _, domain = contact.email.partition("@")
        contact.email = f"{local.title()}@{domain.upper()}"


def _blanks(bed: Bed, count: int) -> None:
    for contact in bed.people(count):
        bed.touch(LEGACY, "contacts", contact.id)
        contact.first = f" {contact.first}  "


def _number_forms(bed: Bed, count: int) -> None:
    """Numbers of the home country as people write them."""
    forms = ("({0}) {1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "{0} {1} {2}")
    for contact in bed.people(count, lambda row: ordinary(row) and len(row.phone) == 10):
        bed.touch(LEGACY, "contacts", contact.id)
        parts = contact.phone[:3], contact.phone[3:6], contact.phone[6:]
        contact.phone = forms[bed.planted.count % len(forms)].format(*parts)


def _title_blanks(bed: Bed, count: int) -> None:
    for event in bed.draw(EVENTS, count, lambda row: not row.all_day):
        bed.touch(LEGACY, "events", event.id)
        event.title = f"{event.title}  "


def _upgrades(bed: Bed, count: int) -> None:
    """A status the importer has no word for; ClubOS gets "Unknown" (plants_members.py)."""
    for contact in bed.people(count):
        contact.status = "PendingUpgrade"


BEFORE = (
    Plant("no_address", MEMBERS, "People without an e-mail address are not in ClubOS.", 14, _no_address),
    Plant("no_last_name", MEMBERS, "People without a last name are not in ClubOS.", 8, _no_last_name),
    Plant("shared_address", MEMBERS, "The second of two people with one address is not in ClubOS.", 6, _shared_address),
    Plant("swapped_couple", MEMBERS, "A record was taken over by the other person at the address.", 3, _shared_address),
    Plant("upgrade_unknown", MEMBERS, "Members who wait for an upgrade are Unknown in ClubOS.", 4, _upgrades),
    Plant("noise_capitals", MEMBERS, "Noise: capital letters in addresses.", 18, _capitals),
    Plant("noise_blanks", MEMBERS, "Noise: blanks around first names.", 10, _blanks),
    Plant("noise_numbers", MEMBERS, "Noise: phone numbers in other forms.", 24, _number_forms),
    Plant("noise_titles", EVENTS, "Noise: blanks after titles.", 4, _title_blanks),
)
"""Before the import, in this order."""
