"""Wild Apricot's ``$filter``: AND, OR, brackets, comparisons, ``in``, ``substringof`` (wild-apricot-api.md 2, 3)."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from clubos_desktop.practice.legacy import ZONE

Value = str | int | bool | datetime | tuple[str, ...] | None
Test = Callable[[Callable[[str], Value]], bool]

_TOKEN = re.compile(r"\s*('(?:[^']|'')*'|\[|\]|\(|\)|,|[^\s()\[\],']+)")
_COMPARE: Mapping[str, Callable[[int], bool]] = {
    "eq": lambda order: order == 0,
    "ne": lambda order: order != 0,
    "gt": lambda order: order > 0,
    "ge": lambda order: order >= 0,
    "lt": lambda order: order < 0,
    "le": lambda order: order <= 0,
}


class FilterError(ValueError):
    """The text is no filter, or names a field that cannot be searched."""


def parse(text: str) -> Test:
    """A filter as a test of a record, given as a function from field name (folded) to value. Raises FilterError."""
    tokens, place = [], 0
    while place < len(text.rstrip()):
        found = _TOKEN.match(text, place)
        if found is None:
            raise FilterError("unreadable")
        tokens.append(found.group(1))
        place = found.end()
    reader = _Reader(tokens)
    test = reader.any_of()
    if reader.place != len(tokens):
        raise FilterError("something follows")
    return test


class _Reader:
    """Reads tokens by descending through OR, AND, comparison."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def peek(self) -> str:
        return self.tokens[self.place].lower() if self.place < len(self.tokens) else ""

    def take(self) -> str:
        if self.place >= len(self.tokens):
            raise FilterError("ends too early")
        self.place += 1
        return self.tokens[self.place - 1]

    def expect(self, text: str) -> None:
        if self.take().lower() != text:
            raise FilterError(f"{text} expected")

    def any_of(self) -> Test:
        tests = [self.all_of()]
        while self.peek() == "or":
            self.take()
            tests.append(self.all_of())
        return lambda get: any(test(get) for test in tests)

    def all_of(self) -> Test:
        tests = [self.one()]
        while self.peek() == "and":
            self.take()
            tests.append(self.one())
        return lambda get: all(test(get) for test in tests)

    def one(self) -> Test:
        if self.peek() == "(":
            self.take()
            test = self.any_of()
            self.expect(")")
            return test
        if self.peek() == "substringof":
            return self.part()
        name = _bare(self.take()).lower()
        word = self.take().lower()
        if word == "in":
            values = {value.lower() for value in self.values()}
            return lambda get: any(value in values for value in _texts(get(name)))
        if word not in _COMPARE:
            raise FilterError("no such comparison")
        wanted, verdict = _bare(self.take()), _COMPARE[word]
        return lambda get: verdict(_order(get(name), wanted))

    def part(self) -> Test:
        self.take()
        self.expect("(")
        name = _bare(self.take()).lower()
        self.expect(",")
        wanted = _bare(self.take()).lower()
        self.expect(")")
        return lambda get: any(wanted in value for value in _texts(get(name)))

    def values(self) -> list[str]:
        self.expect("[")
        values = []
        while self.peek() != "]":
            values.append(_bare(self.take()))
            if self.peek() == ",":
                self.take()
        self.take()
        return values


def _bare(token: str) -> str:
    """A token without its quotation marks."""
    if len(token) > 1 and token[0] == token[-1] == "'":
        return token[1:-1].replace("''", "'")
    return token


def _texts(value: Value) -> tuple[str, ...]:
    """A value as folded texts."""
    if value is None:
        return ()
    return tuple(text.lower() for text in value) if isinstance(value, tuple) else (str(value).lower(),)


def read_moment(text: str) -> datetime:
    """A filter's date or time; without an offset it is the account's wall time. Raises FilterError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise FilterError("no date") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(ZONE))).astimezone(UTC)


def _order(value: Value, wanted: str) -> int:
    """-1, 0 or 1: the value against what the filter wants, by the value's own type. A missing value is less."""
    if value is None:
        return -1
    if isinstance(value, datetime):
        other: object = read_moment(wanted)
    elif isinstance(value, bool):
        if wanted.lower() not in {"true", "false"}:
            raise FilterError("true or false expected")
        other = wanted.lower() == "true"
    elif isinstance(value, int):
        if not wanted.lstrip("-").isdigit():
            raise FilterError("number expected")
        other = int(wanted)
    else:
        value, other = " ".join(_texts(value)), wanted.lower()
    return (value > other) - (value < other)  # type: ignore[operator]
