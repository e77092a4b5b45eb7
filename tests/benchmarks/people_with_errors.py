"""Two lists of people with the errors of real life between them, and who is who.

Written apart from the rules that are measured on it. Shares of errors as in the published comparisons of record linkage
tools: nicknames and initials 15 %, slips of the keyboard 9 %, a changed surname 4 %, names in the wrong columns 3 %,
another e-mail 12 %, none 5 %, another phone 8 %, none 10 %; one in ten people shares address and phone with a partner.
Days of joining go over with the rest: a day early 2 %, the day of the import 2 %, none 2 %; partners join together.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec import structs

from clubos_desktop.model.records import Member

_FIRST = """
James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica
Thomas Karen Christopher Sarah Charles Lisa Daniel Nancy Matthew Sandra Anthony Betty Mark Ashley Donald Emily
Steven Kimberly Andrew Margaret Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa Timothy Deborah
Ronald Stephanie Jason Rebecca George Sharon Edward Laura Jeffrey Cynthia Ryan Dorothy Jacob Amy Nicholas Kathleen
Gary Angela Eric Shirley Jonathan Emma Stephen Brenda Larry Pamela Justin Nicole Scott Anna Brandon Samantha
Benjamin Katherine Samuel Christine Gregory Helen Alexander Debra Patrick Rachel Frank Carolyn Raymond Janet Jack
Maria Dennis Catherine Jerry Heather Tyler Diane Aaron Olivia Jose Julie Adam Joyce Nathan Victoria Henry Ruth
Zachary Virginia Douglas Lauren Peter Kelly Kyle Christina Noah Joan Ethan Evelyn Jeremy Judith Zoë Søren Björn
Łukasz José Renée Ángel Jürgen Nuñez Aoife Chloé Thi Nguyen Wei Xiu Yuki Haruto Fatima Mohammed Aïcha Olena
"""
_SHORT = """
James=Jim Robert=Bob Michael=Mike Elizabeth=Liz William=Bill Barbara=Barb Richard=Dick Susan=Sue Joseph=Joe
Thomas=Tom Christopher=Chris Daniel=Dan Matthew=Matt Anthony=Tony Margaret=Peggy Kenneth=Ken Timothy=Tim Edward=Ted
Katherine=Kate Catherine=Cathy Samuel=Sam Gregory=Greg Patricia=Pat Deborah=Debbie Charles=Chuck Steven=Steve
Andrew=Andy Jennifer=Jen Rebecca=Becky Dorothy=Dot
"""
_HEADS = """
Ab Al Ar Ba Be Bra Car Che Col Da De Dou El Fa Fer Ga Gor Ha Her Jo Ka Kel La Lin Ma Mc Mor Na Ol Pa Per Qui
"""
_BODIES = """
n r l m s t der ber man son ver ling mer gan ner wit ster ran lan den kin
"""
_TAILS = """
ton ley son man er ing ez sky ov a o berg ford wood well field stein ard ell is
"""
_MAIL = ("example.org", "mail.example.net", "post.example.com", "web.example.org", "club.example.net")
FIRST = tuple(_FIRST.split())
SHORT = dict(pair.split("=") for pair in _SHORT.split())
_HEAD, _BODY, _TAIL = tuple(_HEADS.split()), tuple(_BODIES.split()), tuple(_TAILS.split())


@dataclass(frozen=True, slots=True)
class Lists:
    """``truth`` maps legacy keys to ClubOS keys."""

    legacy: list[Member]
    clubos: list[Member]
    truth: dict[str, str]


def make(size: int, seed: int, *, strangers: float = 0.1) -> Lists:
    """``size`` people a side, of whom a share of ``strangers`` is on one side only."""
    rng = random.Random(seed)
    common = round(size * (1 - strangers))
    given: set[str] = set()
    people = _people(size * 2 - common, rng, given)
    rng.shuffle(people)
    legacy, clubos, truth = [], [], {}
    days = _Days(seed)
    for number, person in enumerate(people):
        left, right = f"{50000 + number}", f"c{rng.getrandbits(48):012x}"
        if number < size:
            legacy.append(days.of(person, _written(left, person, rng)))
        if number < common:
            clubos.append(days.copied(legacy[-1], _wrong(_written(right, person, rng), rng, given)))
            truth[left] = right
        elif number >= size:
            clubos.append(days.of(person, _written(right, person, rng)))
    rng.shuffle(clubos)
    return Lists(legacy, clubos, truth)


class _Days:
    """Days of joining, drawn apart from all else. One in three joined in a January, as fees are due then."""

    IMPORT = date(2026, 9, 1)

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed + 1000)
        self._by_address: dict[str, date] = {}

    def draw(self) -> date:
        month = 1 if self._rng.random() < 0.3 else self._rng.randint(1, 12)
        return date(self._rng.randint(2004, 2026), month, self._rng.randint(1, 28))

    def other(self, member: Member) -> date:
        """The day of somebody who joined at another time."""
        day, first = self.draw(), date.fromisoformat(member.joined or "")
        return day if abs((day - first).days) > 7 else day - timedelta(days=40)

    def of(self, person: tuple[str, str, str, str], member: Member) -> Member:
        """The day of a person; seven of ten partners joined together."""
        day = self._by_address.get(person[2])
        if day is None or self._rng.random() < 0.3:
            day = self._by_address[person[2]] = self.draw()
        return structs.replace(member, joined=day.isoformat())

    def copied(self, before: Member, member: Member) -> Member:
        """The same day in the other system, unless something went wrong."""
        draw = self._rng.random()
        day = date.fromisoformat(before.joined or "")
        if draw < 0.04:
            day = day - timedelta(days=1) if draw < 0.02 else self.IMPORT
        return structs.replace(member, joined=None if 0.04 <= draw < 0.06 else day.isoformat())


def _people(count: int, rng: random.Random, given: set[str]) -> list[tuple[str, str, str, str]]:
    surnames = [rng.choice(_HEAD) + rng.choice(_BODY) + rng.choice(_TAIL) for _ in range(2000)]
    weights = [1 / (rank + 10) for rank in range(len(surnames))]  # few names that many bear, as everywhere
    people: list[tuple[str, str, str, str]] = []
    while len(people) < count:
        first, last = rng.choice(FIRST), rng.choices(surnames, weights)[0]
        email, phone = _free_address(first, last, rng, given), _phone(rng)
        people.append((first, last, email, phone))
        if rng.random() < 0.053 and len(people) < count:
            partner_last = last if rng.random() < 0.75 else rng.choices(surnames, weights)[0]
            partner = rng.choice([name for name in FIRST if name != first])  # else nobody could tell them apart
            people.append((partner, partner_last, email, phone))
    return people


def _free_address(first: str, last: str, rng: random.Random, given: set[str]) -> str:
    """An address nobody has: strangers never share one."""
    email = _address(first, last, rng)
    while email in given:
        email = f"{rng.randint(1, 999)}{_address(first, last, rng)}"
    given.add(email)
    return email


def _address(first: str, last: str, rng: random.Random) -> str:
    plain = "".join(letter for letter in f"{first}.{last}".lower() if letter.isascii())
    forms = (plain, plain[:1] + last.lower(), f"{plain}{rng.randint(1, 99)}", f"{last.lower()}{rng.randint(40, 99)}")
    return f"{rng.choice(forms)}@{rng.choice(_MAIL)}"


def _phone(rng: random.Random) -> str:
    return f"{rng.choice((805, 415, 213, 650))}{rng.randint(2, 9)}{rng.randint(0, 99):02d}{rng.randint(0, 9999):04d}"


def _written(key: str, person: tuple[str, str, str, str], rng: random.Random) -> Member:
    first, last, email, phone = person
    area, middle, end = phone[:3], phone[3:6], phone[6:]
    shape = rng.choice(("({}) {}-{}", "{}-{}-{}", "{}{}{}", "+1{}{}{}"))
    shown = email.capitalize() if rng.random() < 0.1 else email
    return Member(key=key, first_name=first, last_name=last, email=shown, phone=shape.format(area, middle, end))


def _wrong(member: Member, rng: random.Random, given: set[str]) -> Member:
    first, last, email, phone = member.first_name, member.last_name, member.email, member.phone
    draw = rng.random()
    if draw < 0.15:
        first = SHORT.get(first, f"{first[0]}." if draw < 0.05 else first)
    if rng.random() < 0.06:
        last = _slip(last, rng)
    if rng.random() < 0.03:
        first = _slip(first, rng)
    if rng.random() < 0.04:
        other = rng.choice(_HEAD) + rng.choice(_BODY) + rng.choice(_TAIL)
        last = f"{last}-{other}" if rng.random() < 0.3 else other
    if rng.random() < 0.03:
        first, last = last, first
    draw = rng.random()
    email = _free_address(first, last, rng, given) if draw < 0.12 else None if draw < 0.17 else email
    draw = rng.random()
    phone = _phone(rng) if draw < 0.08 else None if draw < 0.18 else phone
    return Member(key=member.key, first_name=first, last_name=last, email=email, phone=phone)


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :] or word
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :]
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


_ALIKE = """
Frances=Francis Marta=Maria Gerald=Gerard Martin=Marvin Joanne=Jeanne Mario=Marco Marcia=Maria Marina=Martina
Karen=Karin Julia=Julie Stephen=Steven Catherine=Kathleen Daniele=Danielle René=Renée Eli=Elli Paul=Paula Carlo=Carla
Christian=Christina Robert=Roberta Erica=Erika Anna=Hanna Emma=Emily Jean=Joan Louis=Louise Eric=Erica Dennis=Denise
Adrian=Adrienne Michele=Michelle Gabriel=Gabrielle Simon=Simone Tony=Toni Andrea=Andrew Samantha=Samuel Liam=William
Elizabeth=Lisa Ellen=Helen Brian=Bryan Aaron=Erin Darren=Warren Harold=Gerald Ronald=Donald Carol=Carl Alan=Allan
Justin=Justina Mary=Marie Nicola=Nicole Victor=Victoria Teresa=Theresa Susan=Susanna Jill=Gillian John=Joan Aron=Aaron
"""


def households(size: int, seed: int) -> Lists:
    """Couples and siblings of one surname with names alike, of whom each system has another one: nobody is a pair.

    A third share the e-mail, a third the phone, a third both; what they do not share is missing or of their own.
    """
    rng = random.Random(seed)
    given: set[str] = set()
    alike = [tuple(pair.split("=")) for pair in _ALIKE.split()]
    legacy, clubos = [], []
    for number in range(size):
        names = list(rng.choice(alike))
        rng.shuffle(names)
        last = f"{rng.choice(_HEAD)}{rng.choice(_BODY)}{rng.choice(_TAIL)}"
        email, phone, what = _free_address(names[0], last, rng, given), _phone(rng), number % 3
        one = (names[0], last, email, phone)
        other = (names[1], last, email if what != 1 else _free_address(names[1], last, rng, given), phone)
        legacy.append(_written(f"{50000 + number}", one, rng))
        partner = _written(f"c{number:012x}", (*other[:3], phone if what else _phone(rng)), rng)
        if what == 0 and rng.random() < 0.5:
            partner = structs.replace(partner, phone=None)
        clubos.append(structs.replace(partner, email=None) if what == 1 and rng.random() < 0.5 else partner)
    return Lists(legacy, clubos, {})


_NICK = "Robert=Bob James=Jim William=Bill Thomas=Tom Michael=Mike Daniel=Dan Richard=Rick Charles=Chuck Joseph=Joe"
_BOTH = "Chris Alex Sam Pat Robin Kim Jamie Terry Andy Leslie Jo Nicky Dana Taylor Morgan Casey Jean Jackie Toni Lee"
_FULL = """
Chris=Christine Chris=Christopher Alex=Alexandra Alex=Alexander Sam=Samuel Sam=Samantha Pat=Patricia Pat=Patrick
Jo=Joanna Terry=Terence Terry=Theresa Nicky=Nicholas Nicky=Nicole Andy=Andrew Andy=Andrea Dan=Danielle Ron=Veronica
"""
_TWINS = """
Jon=Jan Lena=Lina Tim=Tom Mia=Maya Dean=Sean Ella=Etta Lara=Laura Leo=Leon Nina=Nora Jack=Jake Hanna=Hannah Ben=Bea
Ethan=Evan Aidan=Jaidan Kayla=Kyla Madison=Addison Brandon=Brendan Marlene=Arlene Lucy=Lucia Elena=Helena Oskar=Otto
"""
_SUFFIXES = (("", " Jr."), (" Sr.", " Jr."), ("", " II"), (" Sr", ""), (" jr", " III"), (" Jr.", ""))
FAMILIES = (
    "father and son",
    "called by a short form",
    "numbered",
    "unisex",
    "short and long",
    "twins",
    "in-law",
    "initial",
)


def families(size: int, seed: int) -> dict[str, Lists]:
    """Two of one household, of whom each system has another one, by what they are to each other: nobody is a pair.

    They share the e-mail, the phone or both; what they do not share is of their own or missing. Father and son, and who
    married into the family, joined on days of their own; twins and couples together. Half of them live with a third,
    whom both systems have.
    """
    rng = random.Random(seed)
    return {kind: _family_lists(kind, size, rng) for kind in FAMILIES}


def _family_lists(kind: str, size: int, rng: random.Random) -> Lists:
    legacy, clubos, given, days = [], [], set(), _Days(rng.randrange(1 << 30))
    truth = {}
    for number in range(size):
        last = f"{rng.choice(_HEAD)}{rng.choice(_BODY)}{rng.choice(_TAIL)}{rng.choice(_BODY)}"
        names, together = _two_of(kind, last, rng)
        if rng.random() < 0.5:
            names = (names[1], names[0])
        shared = rng.randrange(3) if kind != "father and son" else rng.randrange(2)
        email, phone = _free_address(names[0][0], last, rng, given), _phone(rng)
        mail = email if shared != 1 else _free_address(names[1][0], last, rng, given)
        one = (*names[0], email, phone)
        other = (*names[1], mail, phone if shared else _phone(rng))
        mine = days.of(one, _written(f"{50000 + number}", one, rng))
        theirs = _written(f"c{number:012x}", other, rng)
        theirs = structs.replace(theirs, joined=mine.joined if together else days.other(mine).isoformat())
        if kind != "father and son" and rng.random() < 0.3:
            theirs = structs.replace(theirs, **{"email" if shared == 1 else "phone": None} if shared < 2 else {})
        legacy.append(mine)
        clubos.append(theirs)
        if rng.random() < 0.5:
            third = (f"Zed{number}", last, email, phone)
            legacy.append(_written(f"{90000 + number}", third, rng))
            clubos.append(_written(f"d{number:012x}", third, rng))
            truth[legacy[-1].key] = clubos[-1].key
    return Lists(legacy, clubos, truth)


def _two_of(kind: str, last: str, rng: random.Random) -> tuple[tuple[tuple[str, str], tuple[str, str]], bool]:
    """First and last names of two, and whether they joined together."""
    first, another = rng.choice(FIRST), f"{rng.choice(_HEAD)}{rng.choice(_BODY)}{rng.choice(_TAIL)}"
    if kind == "called by a short form":
        long, short = rng.choice(_NICK.split()).split("=")
        return ((long, last), (short, last)), False
    if kind == "numbered":
        mine, other = rng.choice(_SUFFIXES)
        short = SHORT.get(first, first) if rng.random() < 0.3 else first
        return ((first, last + mine), (short, last + other)), rng.random() < 0.5
    if kind == "unisex":
        same = rng.choice(_BOTH.split())
        return ((same, last), (same, another)), rng.random() < 0.7
    if kind in ("short and long", "twins"):
        one, two = rng.choice((_FULL if kind == "short and long" else _TWINS).split()).split("=")
        return ((one, last), (two, last)), True
    if kind == "in-law":
        return ((first, last), (first, rng.choice((another, f"{last}-{another}")))), False
    partner = f"{rng.choice(FIRST)[0]}."
    return ((first, last), (first if kind == "father and son" else partner, last)), kind != "father and son"
