"""Members of both systems for benchmarks of copying: the same people.

One in a hundred differs, one in fifty is written otherwise (equal by the rules), one in 500 is in one system alone.
"""

import random

import msgspec

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Member
from clubos_desktop.model.runs import Listing, Page

FIRST = ("Ann", "Bob", "Zoë", "Chris", "Dee", "Émile", "Finn", "Gus", "Hana", "Ivy")
CHANGED = ("level", "phone", "status")


def people(count: int, *, phones: bool = True, seed: int = 5) -> dict[Side, list[Member]]:
    """``count`` people, twenty fields each."""
    numbers = random.Random(seed)
    sides: dict[Side, list[Member]] = {side: [] for side in Side}
    for number in range(count):
        phone = f"805{numbers.randint(200, 999)}{numbers.randint(0, 9999):04d}"
        one = Member(
            key=str(number), first_name=numbers.choice(FIRST), last_name=f"Lee {number % 5000}",
            email=f"ann{number}@example.org", phone=f"({phone[:3]}) {phone[3:6]}-{phone[6:]}", status="Active",
            level="Regular", joined="2020-01-02", organization="Lakeside Club", created="2020-01-02T00:00:00.000Z",
            modified="2026-11-01T00:00:00.000Z", renewal_due="2027-01-01", balance=0, currency="USD", is_member=True,
            archived=False, groups=("Hiking", "Choir"), custom={"Shirt": "XL", "Emergency": "Bob, 805 555 0100"},
        )  # fmt: skip
        other = msgspec.structs.replace(one, key=f"c{number}")  # ClubOS's importer takes texts as they are
        if not phones:
            one, other = (msgspec.structs.replace(each, phone=None) for each in (one, other))
        elif numbers.random() < 0.02:
            other = msgspec.structs.replace(other, phone=f"+1{phone}", email=f"ANN{number}@example.org")
        if numbers.random() < 0.01:
            other = msgspec.structs.replace(other, **{numbers.choice(CHANGED): "Lapsed"})
        if number % 500 != 1:
            sides[Side.LEGACY].append(one)
        if number % 500 != 2:
            sides[Side.CLUBOS].append(other)
    return sides


def bodies(members: list[Member], size: int = 100) -> list[bytes]:
    """The page bytes a source would send."""
    return [msgspec.json.encode(members[start : start + size]) for start in range(0, len(members), size)]


def serve(source, pages: list[bytes], count: int, keys: frozenset[str] | None = None) -> None:
    """Let a memory source answer with bytes that are ready, as a server's would be."""

    def listing(domain, mode, *, since, resume, parents):
        del mode, since, parents
        for number in range(int(resume or 0), len(pages)):
            yield Page(domain, pages[number], str(number + 1))
        return Listing(count, count, keys)

    source.domains = (Domain.MEMBERS,)
    source.pages = listing
