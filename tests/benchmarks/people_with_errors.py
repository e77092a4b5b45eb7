"""Two lists of people with the errors of real life between them, and who is who.

Written apart from the rules that are measured on it. Shares of errors as in the published comparisons of record linkage
tools: nicknames and initials 15 %, slips of the keyboard 9 %, a changed surname 4 %, names in the wrong columns 3 %,
another e-mail 12 %, none 5 %, another phone 8 %, none 10 %; one in ten people shares address and phone with a partner.
"""

import random
from dataclasses import dataclass

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
    for number, person in enumerate(people):
        left, right = f"{50000 + number}", f"c{rng.getrandbits(48):012x}"
        if number < size:
            legacy.append(_written(left, person, rng))
        if number < common:
            clubos.append(_wrong(_written(right, person, rng), rng, given))
            truth[left] = right
        elif number >= size:
            clubos.append(_written(right, person, rng))
    rng.shuffle(clubos)
    return Lists(legacy, clubos, truth)


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
