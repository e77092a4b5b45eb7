"""The kinds of rule: when do two values of a field count as equal. One small pure function each, in one table.

A kind works on a value as it was read (``readings``): a text that is not blank, a day, an instant cut to the minute, a
canonical word, "yes" or "no". Two values that become the same under the kind are equal; if they were not the same
before, the difference is "Equal by your rules" (Kind.IGNORED) and named after the kind.
"""

from collections.abc import Callable
from dataclasses import dataclass

from clubos_desktop.diff import phones, postal, texts
from clubos_desktop.model.time import day_of

Apply = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """``label`` completes "Equal when ..."; ``make`` gives the function for a club's country and zone.

    ``plain`` says that nothing is hidden: the function returns what it was given.
    """

    label: str
    make: Callable[[str, str], Apply]
    plain: bool = False


def _always(apply: Apply) -> Callable[[str, str], Apply]:
    return lambda _country, _zone: apply


def _same(text: str) -> str:
    return text


def _nothing(_text: str) -> str:
    return ""


def _day(_country: str, zone: str) -> Apply:
    return lambda text: day_of(f"{text}:00Z", zone)


def _month(text: str) -> str:
    return text[:7]


KINDS: dict[str, RuleKind] = {
    "exact": RuleKind("they are the same to the letter", _always(_same), plain=True),
    "blanks": RuleKind("they are the same but for blanks", _always(texts.collapse)),
    "text": RuleKind("they are the same but for blanks and capital letters", _always(texts.fold)),
    "name": RuleKind("the names are the same but for blanks and capital letters", _always(texts.name)),
    "name_without_accents": RuleKind("the names are the same but for accents too", _always(texts.bare)),
    "letters": RuleKind("letters and digits are the same", _always(texts.letters)),
    "email": RuleKind("the addresses are the same but for capital letters", _always(texts.email)),
    "phone": RuleKind("both dial the same phone", lambda country, _zone: phones.reader(country)),
    "postal": RuleKind("both are one postal address, short words or long", _always(postal.address)),
    "digits": RuleKind("the digits are the same", _always(phones.digits)),
    "day": RuleKind("both are on the same day in the club's time zone", _day),
    "month": RuleKind("both are in the same month", _always(_month)),
    "unimportant": RuleKind("always: the club does not mind this field", _always(_nothing)),
}
"""By the name that is stored in rule sets and differences."""
