"""The shape of answers: which fields they carry, of which kinds, words and forms of dates. Pure.

Most answers of a domain look alike, so each is reduced to its outline (names and types) by a few calls, and only
different outlines are looked into.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from clubos_desktop.sync.declared import LINK, LIST, NUMBER, TEXT, YESNO, Known

NOTHING = "nothing"
_KINDS = {str: TEXT, int: NUMBER, float: NUMBER, bool: YESNO, dict: LINK, list: LIST, type(None): NOTHING}
_DIGITS = str.maketrans("123456789", "0" * 9)
_MOST_WORDS = 200
_VALUES = "FieldValues"

_WITH_ZONE = re.compile(r"0000-00-00[T ]00:00(:00(\.0+)?)?(Z|[+-]00:?00)")
_WALL = re.compile(r"0000-00-00[T ]00:00(:00(\.0+)?)?")
_DAY = re.compile(r"0000-00-00")

ZONED, WALL, DAY = "2026-03-04T09:15:30-08:00", "2026-03-04T09:15:30", "2026-03-04"
"""The forms of dates that are read, each by an example."""


def form(text: str) -> str:
    """The form of a date: one of the three that are read, or its own pattern with # for a number."""
    pattern = text.strip().translate(_DIGITS)
    if _WITH_ZONE.fullmatch(pattern):
        return ZONED
    if _WALL.fullmatch(pattern):
        return WALL
    return DAY if _DAY.fullmatch(pattern) else re.sub(r"0+", "#", re.sub(r"[A-Za-z]+", "a", pattern))[:40]


@dataclass(slots=True)
class Outline:
    """One field in the answers of a run: in how many records, of which kinds, with which words and forms."""

    present: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Seen:
    """What the answers of a run looked like. ``labels`` are names by id where the contract asks for them."""

    n: int = 0
    fields: dict[str, Outline] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def at(self, path: str) -> Outline:
        """The outline of a field, made when it is new."""
        return self.fields.setdefault(path, Outline())


class Watcher:
    """Looks at raw answers one by one; ``seen`` tells what they looked like."""

    def __init__(self, known: Sequence[Known], labelled: str | None = None) -> None:
        self._words = [each.path for each in known if each.decides]
        self._dates = [each.path for each in known if each.date]
        self._inside = {each.path.split(".")[0] for each in known if "." in each.path}
        self._labelled = labelled
        self._outlines: dict[tuple[Any, ...], list[Any]] = {}
        self._patterns: dict[str, set[str]] = {path: set() for path in self._dates}
        self._seen = Seen()
        self._decode = msgspec.json.Decoder().decode

    def look(self, raw: bytes) -> None:
        """Look at one answer. What is no object is left to the reader, which names its fault."""
        try:
            found = self._decode(raw)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return
        if not isinstance(found, dict):
            return
        self._seen.n += 1
        values = by_code(found.get(_VALUES))
        self._outline(found, values)
        for path in self._words:
            value = self._value(found, values, path)
            words = self._seen.at(path).words
            if isinstance(value, str) and (value in words or len(words) < _MOST_WORDS):
                words[value] += 1
        for path in self._dates:
            value = self._value(found, values, path)
            if isinstance(value, str) and value and not value.startswith("0001-01-01"):
                self._patterns[path].add(value.translate(_DIGITS))
        if self._labelled is not None:
            self._label(found.get(self._labelled) if self._labelled else found)

    def _outline(self, found: dict[str, Any], values: dict[str, Any]) -> None:
        """Count an answer by its outline: names and types, without a look into each."""
        inner = tuple(
            (*value, *map(type, value.values())) for name in self._inside if type(value := found.get(name)) is dict
        )
        outline = (*found, *map(type, found.values()), *values, *map(type, values.values()), inner)
        there = self._outlines.get(outline)
        if there is None:
            self._outlines[outline] = [1, dict(pieces(found, self._inside))]
        else:
            there[0] += 1

    def _value(self, found: dict[str, Any], values: dict[str, Any], path: str) -> Any:
        if path in found:
            return found[path]
        return values.get(path[len(_VALUES) + 1 : -1]) if path.startswith(_VALUES) else pick(found, path)

    def _label(self, link: Any) -> None:
        if isinstance(link, dict) and isinstance(link.get("Name"), str) and "Id" in link:
            self._seen.labels[str(link["Id"])] = link["Name"]

    @property
    def seen(self) -> Seen:
        """Everything seen so far."""
        for n, outline in self._outlines.values():
            for path, kind in outline.items():
                there = self._seen.at(path)
                there.present += n
                there.kinds[_KINDS.get(kind, TEXT)] += n
        self._outlines.clear()
        for path, patterns in self._patterns.items():
            if patterns:
                self._seen.at(path).forms |= {form(each) for each in patterns}
                patterns.clear()
        return self._seen


def pieces(found: Mapping[str, Any], inside: Iterable[str]) -> Iterator[tuple[str, type]]:
    """Paths and types of an answer's values; of objects in ``inside`` their own too, and of coded field values."""
    for name, value in found.items():
        yield name, type(value)
        if name in inside and isinstance(value, dict):
            for inner, part in value.items():
                yield f"{name}.{inner}", type(part)
        elif name == _VALUES:
            for code, part in by_code(value).items():
                yield f"{name}[{code}]", type(part)


def by_code(values: Any) -> dict[str, Any]:
    """Field values by their code; {} for what is no list of them."""
    if not isinstance(values, list):
        return {}
    return {
        each["SystemCode"]: each.get("Value")
        for each in values
        if isinstance(each, dict) and isinstance(each.get("SystemCode"), str)
    }


def pick(found: Mapping[str, Any], path: str) -> Any:
    """The value at a path; None where there is none."""
    if path.endswith("]"):
        name, _, code = path[:-1].partition("[")
        entry = coded(found.get(name), code)
        return None if entry is None else entry.get("Value")
    name, _, inner = path.partition(".")
    value = found.get(name)
    return value.get(inner) if inner and isinstance(value, dict) else (None if inner else value)


def coded(values: Any, code: str) -> dict[str, Any] | None:
    """The field value with a code."""
    if not isinstance(values, list):
        return None
    return next((each for each in values if isinstance(each, dict) and each.get("SystemCode") == code), None)


def has(found: Mapping[str, Any], path: str) -> bool:
    """Whether an answer carries a field, be it empty."""
    if path.endswith("]"):
        name, _, code = path[:-1].partition("[")
        return coded(found.get(name), code) is not None
    name, _, inner = path.partition(".")
    value = found.get(name)
    return isinstance(value, dict) and inner in value if inner else name in found


def kind_of(value: Any) -> str:
    """The kind of a value."""
    return _KINDS.get(type(value), TEXT)


def shown(value: Any, *, plain: bool = False) -> str:
    """A value for an example: dates, words and numbers of lists as they are (``plain``), texts by their form."""
    if isinstance(value, dict) and plain and isinstance(value.get("Name"), str):
        value = value["Name"]
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "yes", False: "no"}[value]
    if isinstance(value, dict):
        return f"an object with {', '.join(sorted(value)[:4])}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = str(value)
    if plain:
        return text[:60]
    return re.sub(r"[^\W\d_]", "x", text.translate(_DIGITS))[:40] or "an empty text"
