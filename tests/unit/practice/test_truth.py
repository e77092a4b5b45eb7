"""The truth is checked by brute force: pairing by keys and comparing by the words of the contract, written anew here.

The truth knows its pairs from what was planted; this file knows nothing of plants.
"""

import unicodedata
from collections import Counter
from datetime import UTC
from html.parser import HTMLParser
from itertools import groupby
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from clubos_desktop.practice.club import make
from clubos_desktop.practice.clubos import STATUSES
from clubos_desktop.practice.legacy import LEVELS, ZONE
from clubos_desktop.practice.plants import PLANTS
from clubos_desktop.practice.truth import truth

HOME = ZoneInfo(ZONE)


def fold(text):
    return " ".join((text or "").split()).casefold() or None


def name(text):
    return fold(unicodedata.normalize("NFC", text or ""))


def mail(text):
    return (text or "").strip().casefold() or None


def phone(text):
    if not (text or "").strip():
        return None
    return phonenumbers.format_number(phonenumbers.parse(text, "US"), phonenumbers.PhoneNumberFormat.E164)


def minute(moment):
    return None if moment is None else moment.astimezone(UTC).replace(second=0, microsecond=0)


def day(moment, zone=HOME):
    return None if moment is None else moment.astimezone(zone).date()


class Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        self.found.append(data)


def meaning(html):
    reader = Words()
    reader.feed(html or "")
    return "".join("".join(reader.found).split()) or None


def legacy_people(club):
    for row in club.legacy.contacts.values():
        status = "suspended" if row.suspended else row.status or "NotAMember"
        status = {"PendingUpgrade": "PendingRenewal"}.get(status, status)
        small = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in status).strip("_")
        yield (
            row.id,
            {
                "first_name": (row.first, name(row.first)),
                "last_name": (row.last, name(row.last)),
                "email": (row.email, mail(row.email)),
                "phone": (row.phone, phone(row.phone)),
                "status": (small, small),
                "level": (row.level, LEVELS[row.level].name if row.level else None),
                "joined": (row.since, row.since),
            },
        )


def clubos_people(club):
    for row in club.clubos.members.values():
        small = STATUSES[row.status].lower().replace(" ", "_")
        bare = row.joined.astimezone(UTC).time().isoformat() == "00:00:00"
        joined = row.joined.astimezone(UTC).date() if bare else day(row.joined)
        yield (
            row.id,
            {
                "first_name": (row.first, name(row.first)),
                "last_name": (row.last, name(row.last)),
                "email": (row.email, mail(row.email)),
                "phone": (row.phone or "", phone(row.phone)),
                "status": (small, small),
                "level": (row.tier, row.tier),
                "joined": (joined, joined),
            },
        )


def unique(left, right):
    """Pairs of equal keys that occur once on either side."""
    ours, theirs = Counter(left.values()), Counter(right.values())
    back = {key: ident for ident, key in right.items()}
    for ident, key in left.items():
        if None not in key and ours[key] == theirs[key] == 1:
            yield ident, back[key]


def match(passes, left, right):
    """Exact passes in their order; each key must be unique among all records of both sides."""
    pairs, taken = {}, set()
    for key, fits in passes:
        found = unique(
            {ident: key(row) for ident, row in left.items()}, {ident: key(row) for ident, row in right.items()}
        )
        for ours, theirs in list(found):
            if ours not in pairs and theirs not in taken and fits(left[ours], right[theirs]):
                pairs[ours] = theirs
                taken.add(theirs)
    return pairs


def values(*names):
    return lambda row: tuple(row[one][1] for one in names)


MEMBER_PASSES = (
    (values("email", "first_name", "last_name"), lambda _a, _b: True),
    (values("email"), lambda a, b: a["first_name"][1] is not None and a["first_name"][1] == b["first_name"][1]),
    (values("first_name", "last_name", "phone"), lambda _a, _b: True),
)


def shape(text):
    plain = unicodedata.normalize("NFKD", (text or "").casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def near(one, other):
    """At most one edit apart."""
    if min(len(one), len(other)) < 5:
        return False
    if len(one) == len(other):
        wrong = [at for at, (mine, yours) in enumerate(zip(one, other, strict=True)) if mine != yours]
        turned = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(one) == sorted(other)
        return len(wrong) <= 1 or turned
    short, long = sorted((one, other), key=len)
    return short in {long[:at] + long[at + 1 :] for at in range(len(long))}


NICKS = [
    {"barbara", "barb"}, {"charles", "chuck"}, {"daniel", "dan"}, {"james", "jim"}, {"kenneth", "ken"},
    {"margaret", "peggy"}, {"michael", "mike"}, {"rebecca", "becky"}, {"richard", "dick"}, {"robert", "bob"},
    {"thomas", "tom"},
]  # fmt: skip


def undoubled(word):
    """Each run of one consonant as one letter, except before a last "e"."""
    runs = ["".join(run) for _, run in groupby(word)]
    last = len(runs) - 2 if runs[-1] == "e" else None
    return [run if run[0] in "aeiouy" or at == last else run[0] for at, run in enumerate(runs)]


def first_alike(one, other):
    one, other = shape(one), shape(other)
    if one == other:
        return one != ""
    return {one, other} in NICKS or (min(len(one), len(other)) >= 5 and undoubled(one) == undoubled(other))


def last_alike(one, other):
    words = [set((text or "").casefold().replace("-", " ").split()) for text in (one, other)]
    one, other = shape(one), shape(other)
    return bool(one and other) and (one == other or near(one, other) or words[0] <= words[1] or words[1] <= words[0])


def first_form(a, b):
    return first_alike(a["first_name"][0], b["first_name"][0])


def last_form(a, b):
    return last_alike(a["last_name"][0], b["last_name"][0])


def last_or_phone(a, b):
    return last_form(a, b) or (a["phone"][1] is not None and a["phone"][1] == b["phone"][1])


def crossed(a, b):
    return first_alike(a["first_name"][0], b["last_name"][0]) and last_alike(a["last_name"][0], b["first_name"][0])


MEMBER_PASSES += ((values("email", "first_name"), last_or_phone),)
FORM_PASSES = (
    (values("email"), crossed),
    (values("email"), lambda a, b: first_form(a, b) and last_or_phone(a, b)),
    (values("phone"), crossed),
    (values("first_name", "phone"), last_form),
    (values("last_name", "phone"), first_form),
    (values("phone"), lambda a, b: first_form(a, b) and last_form(a, b)),
)


def with_clear_addresses(left, right):
    """The passes in which names have two forms, of people whose addresses nobody else has."""
    owners = Counter()
    for row in (*left.values(), *right.values()):
        owners[row["email"][1]] += 1

    def clear(a, b):
        mine, other = a["email"][1], b["email"][1]
        if mine == other is not None:
            return owners[mine] == 2
        return all(address is None or owners[address] == 1 for address in (mine, other))

    return tuple((key, lambda a, b, fits=fits: fits(a, b) and clear(a, b)) for key, fits in FORM_PASSES)


def event_row(row, **other):
    return {
        "title": (row.title, fold(row.title)),
        "start": (row.start, minute(row.start)),
        "end": (row.end, minute(row.end)),
        "location": (row.location or "", fold(row.location)),
        "capacity": (row.capacity or None, row.capacity or None),
        "category": (other["category"], fold(other["category"])),
        "published": (other["published"], other["published"]),
        "description": (None, meaning(other["text"])),
        "source": row,
    }


def legacy_events(club):
    for row in club.legacy.events.values():
        tag = row.tags[0] if row.tags else None
        yield row.id, event_row(row, category=tag, published=row.access == "Public", text=row.html)


def clubos_events(club):
    for row in club.clubos.events.values():
        yield row.id, event_row(row, category=row.category, published=row.published, text=row.description)


EVENT_PASSES = (
    (values("title", "start"), lambda _a, _b: True),
    (lambda row: (row["title"][1], day(row["start"][0])), lambda _a, _b: True),
    (values("title"), lambda a, b: abs((day(a["start"][0]) - day(b["start"][0])).days) <= 31),
    (values("start", "location"), lambda _a, _b: True),
)


def compare(domain, pairs, left, right, fields):
    for ours, theirs in pairs.items():
        for field in fields:
            (shown, mine), (other_shown, other) = left[ours][field], right[theirs][field]
            source = left[ours].get("source")
            if field in ("start", "end") and source.all_day:
                zone = ZoneInfo(source.zone)
                mine, other = day(shown, zone), day(other_shown, zone)
            if mine != other:
                yield domain, "changed", str(ours), theirs, field
            elif isinstance(shown, str) and shown != other_shown and field not in ("status", "level", "description"):
                yield domain, "ignored", str(ours), theirs, field
    for ours in left:
        if ours not in pairs:
            yield domain, "only_legacy", str(ours), None, ""
    for theirs in right:
        if theirs not in pairs.values():
            yield domain, "only_clubos", None, theirs, ""


def registrations(club, members, events):
    better = {}
    for row in sorted(
        club.legacy.registrations.values(), key=lambda row: (row.status != "Canceled", row.registered, row.id)
    ):
        if row.guest_of is not None:
            yield "registrations", "not_comparable", str(row.id), None, ""
            continue
        earlier = better.get((row.contact, row.event))
        if earlier is not None:
            yield "registrations", "not_comparable", str(earlier.id), None, ""
        better[row.contact, row.event] = row
    rest, held = dict(club.clubos.registrations), by_member(club)
    for (contact, event), row in better.items():
        place = (members.get(contact), events.get(event))
        other = next((one for one in held.get(place[0], ()) if one.event == place[1]), None)
        if other is None:
            yield "registrations", "only_legacy", str(row.id), None, ""
            continue
        del rest[other.id]
        word = "cancelled" if row.status == "Canceled" else "waitlisted" if row.status == "OnWaitlist" else "registered"
        groups = {
            "registered": ("CONFIRMED", "PENDING", "PENDING_PAYMENT", "NO_SHOW"),
            "waitlisted": ("WAITLISTED",),
            "cancelled": ("CANCELLED", "REFUNDED", "REFUND_PENDING"),
        }
        if other.status not in groups[word]:
            yield "registrations", "changed", str(row.id), other.id, "status"
        if minute(row.registered) != minute(other.registered):
            yield "registrations", "changed", str(row.id), other.id, "registered"
    for ident in rest:
        yield "registrations", "only_clubos", None, ident, ""


def by_member(club):
    """A club's ClubOS registrations grouped by member."""
    made = {}
    for row in club.clubos.registrations.values():
        made.setdefault(row.member, []).append(row)
    return made


def books(club):  # noqa: PLR0912 - a list of faults, one after the other
    legacy = club.legacy
    parts = list(legacy.allocations.values())

    invoiced, spent, back, behind = Counter(), Counter(), Counter(), {}
    for part in parts:
        invoiced[part.invoice] += part.value
        spent[part.payment] += part.value
        back[part.payment] += part.value if part.refund is not None else 0
        if part.payment in legacy.payments:
            behind.setdefault(part.refund, []).append(legacy.payments[part.payment].value)
        for field, table in (("invoice", legacy.invoices), ("payment", legacy.payments), ("refund", legacy.refunds)):
            key = getattr(part, field)
            if key is not None and key not in table:
                yield "allocations", "changed", str(part.id), None, field
    for key, row in legacy.invoices.items():
        if row.paid != invoiced[key]:
            yield "invoices", "changed", str(key), None, "paid"
        if row.voided and (row.paid or invoiced[key]):
            yield "invoices", "changed", str(key), None, "void"
        if not row.voided and row.is_paid is not (row.paid >= row.value):
            yield "invoices", "changed", str(key), None, "is_paid"
    for key, row in legacy.payments.items():
        if row.allocated != spent[key] or (key not in spent and key not in legacy.donations):
            yield "payments", "changed", str(key), None, "allocated"
        if row.refunded != back[key]:
            yield "payments", "changed", str(key), None, "refunded"
    for key, row in legacy.refunds.items():
        if key in behind and row.value > sum(behind[key]):
            yield "refunds", "changed", str(key), None, "amount"


def brute_force(club):
    people, members = dict(legacy_people(club)), dict(clubos_people(club))
    dates, events = dict(legacy_events(club)), dict(clubos_events(club))
    passes = (*MEMBER_PASSES, *with_clear_addresses(people, members))
    paired, held = match(passes, people, members), match(EVENT_PASSES, dates, events)
    names = ("first_name", "last_name", "email", "phone", "status", "level", "joined")
    parts = ("title", "start", "end", "location", "capacity", "category", "published", "description")
    found = [
        *compare("members", paired, people, members, names),
        *compare("events", held, dates, events, parts),
        *registrations(club, paired, held),
        *books(club),
    ]
    return Counter(found), paired, held


def told(club):
    return Counter(
        tuple(row[part] for part in ("domain", "kind", "legacy_id", "clubos_id", "field"))
        for row in truth(club)["differences"]
    )


@pytest.mark.parametrize(
    ("members", "seed"), [(60, 1), (60, 2), (120, 3), (200, 4), (350, 5), (600, 6), (1200, 7), (1200, 3), (2500, 9)]
)
def test_brute_force_finds_the_truth_exactly(members, seed):
    club = make(members, seed)
    found, paired, held = brute_force(club)
    expected = told(club)
    assert found - expected == Counter()
    assert expected - found == Counter()
    assert "edited" not in {row["plant"] for row in truth(club)["differences"]}
    for row in truth(club)["suggestions"]:
        pairs = paired if row["domain"] == "members" else held
        assert int(row["legacy_id"]) not in pairs
        assert row["clubos_id"] not in pairs.values()


def test_without_plants_only_what_is_so_by_nature_remains():
    club = make(300, 3, plants=False)
    assert {row["plant"] for row in truth(club)["differences"]} == {"joined_invented", "guest", "superseded"}


def test_the_demo_club_has_at_least_thirty_kinds_and_each_of_them_shows():
    club = make(1200, 7)
    made = truth(club)
    listed = {entry["name"]: entry for entry in made["plants"]}
    seen = Counter(row["plant"] for row in made["differences"] if not row["consequence"])
    assert len(listed) == len({plant.name for plant in PLANTS}) == len(PLANTS) >= 60
    assert all(entry["count"] > 0 and entry["sentence"].endswith(".") for entry in listed.values())
    assert set(listed) - set(seen) == {"noise_no_show"}
    assert set(seen) - set(listed) == {"joined_invented", "guest", "superseded"}
    assert "edited" not in seen


def test_every_row_is_there_once_and_the_same_seed_tells_the_same():
    club = make(400, 12)
    rows = told(club)
    assert max(rows.values()) == 1
    assert truth(make(400, 12)) == truth(club)


@pytest.mark.parametrize("plant", [plant.name for plant in PLANTS])
def test_fixing_a_kind_takes_away_its_rows_and_no_others(plant):
    club = make(160, 21)
    before = truth(club)
    fixed = club.garden.fix(plant, club.legacy, club.clubos, club.seed, club.now)
    after = truth(club)
    assert fixed == next(entry["count"] for entry in before["plants"] if entry["name"] == plant)
    assert plant not in {row["plant"] for row in after["differences"]}
    # Registrations of restored events and people may now show other plants' consequences.
    rest = [row for row in before["differences"] if row["plant"] != plant and not row["consequence"]]
    own = [
        row for row in after["differences"] if not row["consequence"] and row["plant"] not in ("guest", "superseded")
    ]
    assert own == [row for row in rest if row["plant"] not in ("guest", "superseded")]
    assert brute_force(club)[0] == told(club)
    with pytest.raises(KeyError):
        club.garden.fix(plant, club.legacy, club.clubos, club.seed, club.now)


def test_a_record_edited_by_hand_is_told_as_such():
    club = make(200, 5, plants=False)
    member = next(row for row in club.clubos.members.values() if row.phone)
    member.phone = "2025550999"
    rows = [row for row in truth(club)["differences"] if row["plant"] == "edited"]
    assert [(row["kind"], row["clubos_id"], row["field"]) for row in rows] == [("changed", member.id, "phone")]
