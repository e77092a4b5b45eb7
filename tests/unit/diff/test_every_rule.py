"""Every kind of rule on every field that may have it, on 200 random sets of pairs, against an oracle written plainly.

The oracle shares nothing with the program: it says when two values are equal in its own few lines.
"""

import random
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from clubos_desktop.diff import rules as diff_rules
from clubos_desktop.diff.compare import compare
from clubos_desktop.diff.fieldrules import ALLOWED
from clubos_desktop.diff.kinds import KINDS
from clubos_desktop.diff.normal import prints
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.records import Event, Member

ZONE = "America/Los_Angeles"
RULES = diff_rules.default_rules(ZONE, "US", "USD")
SETS = 200
PAIRS = 6


def squeezed(text):
    return " ".join(text.split())


def composed(text):
    return unicodedata.normalize("NFC", text)


def as_name(text):
    return composed(squeezed(composed(composed(text).casefold())))


def without_accents(text):
    split = unicodedata.normalize("NFKD", as_name(text))
    return as_name("".join(letter for letter in split if unicodedata.category(letter)[0] != "M"))


def dialled(text):
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return ("+" if text.strip().startswith("+") else "") + "".join(each for each in text if each in "0123456789")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


LONG = {"street": "st", "avenue": "ave", "suite": "ste", "west": "w", "saint": "st"}


def as_address(text):
    kept = ""
    for sign in as_name(text).replace("'", ""):
        kept += sign if sign.isalnum() or unicodedata.category(sign)[0] in "MN" else " "
    words = [LONG.get(word, word) for word in kept.split()]
    for at, word in enumerate(words):  # the places below hold no other number of four figures behind a postal code
        if word.isdigit() and len(word) == 4 and at and words[at - 1] == "93101":
            words[at] = ""
    return " ".join(word for word in words if word).replace("k1a 0b1", "k1a0b1").replace("sw1a 1aa", "sw1a1aa")


def club_day(text):
    moment = datetime.fromisoformat(text)
    return moment.astimezone(ZoneInfo(ZONE)).date().isoformat()


TRANSLATED = ("status", "level", "description")
"""Fields whose words are translated before any rule; of the oracle's rules only "unimportant" fits them."""

CASES = [
    (domain, field, kind)
    for domain in (Domain.MEMBERS, Domain.EVENTS)
    for field, kinds in ALLOWED[domain].items()
    for kind in kinds
    if field not in TRANSLATED or kind == "unimportant"
]


ORACLE = {
    "exact": lambda text: text,
    "blanks": squeezed,
    "text": lambda text: squeezed(squeezed(text).casefold()),
    "name": as_name,
    "name_without_accents": without_accents,
    "letters": lambda text: "".join(letter for letter in as_name(text) if letter.isalnum()),
    "email": lambda text: text.strip().casefold(),
    "phone": dialled,
    "postal": as_address,
    "digits": lambda text: "".join(letter for letter in text if letter in "0123456789"),
    "day": club_day,
    "month": lambda text: text[:7],
    "unimportant": lambda text: "",
}

PIECES = [
    "Ann",
    "ann",
    "ANN",
    "Zoë",
    "Zoe",
    "zoe\u0308",
    "O'Neill",
    "ONeill",
    "O Neill",
    "Łukasz",
    "שרה",
    "😀",
    "ﬁ",
    "ß",
]
PHONES = ["805 555 0123", "(805) 555-0123", "+1 805 555 0123", "8055550124", "+44 20 7946 0000", "ask her", "x 123"]
MAILS = ["ann@x.org", " Ann@X.org", "ANN@x.ORG ", "bob@x.org"]
DAYS = ["2026-03-01", "2026-03-31", "2026-04-01", "2025-03-01"]
PLACES = [
    "12 W. Main Street, Suite 3",
    "12 West Main St, Ste. 3",
    "12 west main st ste 3",
    "St. Mary's, 93101-1234",
    "Saint Marys 93101",
    "Ottawa K1A 0B1",
    "ottawa, k1a0b1",
    "London SW1A 1AA",
    "London SW1A1AA",
    "12 W. Main Avenue",
]
TIMES = ["2026-03-08T07:30:00.000Z", "2026-03-08T08:30:00.000Z", "2026-03-08T07:30:59.000Z", "2026-03-09T07:30:00.000Z"]


GIVEN = {
    "phone": PHONES,
    "email": MAILS,
    "joined": DAYS,
    "start": TIMES,
    "end": TIMES,
    "capacity": [10, 20],
    "published": [True, False],
}


def value(chance, field):
    if chance.random() < 0.15:
        return None
    if field in GIVEN:
        return chance.choice(GIVEN[field])
    if field == "location" and chance.random() < 0.6:
        return chance.choice(PLACES)
    words = [chance.choice(PIECES) for _ in range(chance.randint(1, 2))]
    return chance.choice(["", " "]) + chance.choice([" ", "  ", "-", "."]).join(words)


def read(field, given):
    """What a system says, before any rule: nothing where it is blank, times to the minute."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    if field in ("start", "end"):
        return given[:16] + ":00.000Z"
    return given if isinstance(given, str) else str(given)


def expected(field, kind, legacy, clubos):
    """CHANGED, IGNORED or None, in the oracle's own words."""
    mine, theirs = read(field, legacy), read(field, clubos)
    left, right = (None if each is None else ORACLE[kind](each) or None for each in (mine, theirs))
    if left != right:
        return Kind.CHANGED
    return None if mine == theirs else Kind.IGNORED


@pytest.mark.parametrize(("domain", "field", "kind"), CASES)
def test_a_rule_finds_what_the_oracle_finds(domain, field, kind):
    chance = random.Random(f"{domain}{field}{kind}")
    make = Member if domain is Domain.MEMBERS else Event
    rules = diff_rules.with_kind(RULES, domain, field, kind)
    seen = set()
    for _ in range(SETS):
        for _ in range(PAIRS):
            values = value(chance, field), value(chance, field)
            both = [{"status": "Active", field: each} for each in values]
            legacy, clubos = (make(key=key, **each) for key, each in zip("lc", both, strict=True))
            found = {each.field: each.kind for each in compare(rules, legacy, clubos)}
            want = expected(field, kind, *values)
            if field in TRANSLATED:
                want = found.get(
                    field
                )  # what a system's word means is tested elsewhere; here: it is never a difference
            seen.add(want)
            assert found.get(field) == want, values
            assert set(found) <= {field}
            same = prints(rules, Side.LEGACY, legacy)[0] == prints(rules, Side.CLUBOS, clubos)[0]
            assert same == (want is not Kind.CHANGED), values
    assert seen >= ({None, Kind.IGNORED} if kind == "unimportant" else {None, Kind.CHANGED})


def test_the_oracle_knows_every_kind_and_each_is_tried():
    assert set(ORACLE) == set(KINDS) == {kind for _, _, kind in CASES}
    assert len(KINDS) == 13
