"""Faults in the shape of answers: what an interface does when its maker changes it overnight (features.md R18).

Each takes a field by its path: ``Email``, ``MembershipLevel.Name``, ``FieldValues[MemberSince]``.
"""

import re
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]

NAMES = {
    "removed-field": "A field is in no answer: the value given, or Email.",
    "new-field": "Every record has a field more: the value given, or Pronouns.",
    "retyped-field": "A field's texts come as numbers, its numbers and objects as texts: the value given, or Email.",
    "new-word": "Every third record has a word nobody knows: FIELD=WORD, or Status=OnHold.",
    "date-form": "A date comes as month/day/year: the value given, or ProfileLastUpdated.",
    "renamed-level": "A level has another name: OLD=NEW, or Regular=Standard.",
}
"""Every fault of this kind and what it does."""

DEFAULTS = {
    "removed-field": "Email",
    "new-field": "Pronouns",
    "retyped-field": "Email",
    "new-word": "Status=OnHold",
    "date-form": "ProfileLastUpdated",
    "renamed-level": "Regular=Standard",
    "renamed-field": "MembershipLevel",
}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T(\d{2}:\d{2}))?.*")


def records(value: Any) -> list[Json]:
    """Every record in an answer: of its lists, or the one that it is."""
    if isinstance(value, list):
        return [each for each in value if isinstance(each, dict)]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("event"), dict):
        return [value["event"]]
    if "Id" in value or "id" in value:
        return [value]
    return [each for part in value.values() if isinstance(part, list) for each in records(part)]


def change(name: str, value: str) -> Callable[[Any], Any]:
    """The change of a whole answer that a fault makes."""
    wanted = value or DEFAULTS[name]

    def changed(answer: Any) -> Any:
        for number, row in enumerate(records(answer)):
            _ACTS[name](row, wanted, number)
        return answer

    return changed


def _place(row: Json, path: str) -> tuple[Json, str] | None:
    """The object that holds a field, and the field's name in it."""
    if path.endswith("]"):
        name, _, code = path[:-1].partition("[")
        entries = row.get(name)
        found = [each for each in entries if each.get("SystemCode") == code] if isinstance(entries, list) else []
        return (found[0], "Value") if found else None
    name, _, inner = path.partition(".")
    if not inner:
        return (row, name) if name in row else None
    there = row.get(name)
    return (there, inner) if isinstance(there, dict) and inner in there else None


def _remove(row: Json, path: str, _number: int) -> None:
    if path.endswith("]"):
        name, _, code = path[:-1].partition("[")
        if isinstance(row.get(name), list):
            row[name] = [each for each in row[name] if each.get("SystemCode") != code]
    elif place := _place(row, path):
        del place[0][place[1]]


def _rename(row: Json, path: str, _number: int) -> None:
    place = _place(row, path)
    if place is None:
        return
    there, name = place
    if path.endswith("]"):
        there["SystemCode"] = f"{there['SystemCode']}New"
    else:
        there[f"{name}New"] = there.pop(name)


def _add(row: Json, path: str, number: int) -> None:
    row[path] = f"word {number % 3}"


def _retype(row: Json, path: str, _number: int) -> None:
    place = _place(row, path)
    if place is None or place[0][place[1]] is None:
        return
    there, name = place
    value = there[name]
    if isinstance(value, str):
        there[name] = len(value)
    elif isinstance(value, dict):
        there[name] = str(value.get("Name", value.get("Label", "")))
    else:
        there[name] = str(value)


def _word(row: Json, path: str, number: int) -> None:
    name, _, word = path.partition("=")
    place = _place(row, name)
    if place is not None and number % 3 == 0:
        place[0][place[1]] = word


def _date(row: Json, path: str, _number: int) -> None:
    place = _place(row, path)
    if place is None or not isinstance(place[0][place[1]], str):
        return
    if found := _ISO.fullmatch(place[0][place[1]]):
        year, month, day, _, time = found.groups()
        place[0][place[1]] = f"{month}/{day}/{year}" + (f" {time}" if time else "")


def _level(row: Json, names: str, _number: int) -> None:
    old, _, new = names.partition("=")
    for there in (row, row.get("MembershipLevel")):
        if isinstance(there, dict) and there.get("Name") == old:
            there["Name"] = new


_ACTS: dict[str, Callable[[Json, str, int], None]] = {
    "removed-field": _remove,
    "renamed-field": _rename,
    "new-field": _add,
    "retyped-field": _retype,
    "new-word": _word,
    "date-form": _date,
    "renamed-level": _level,
}
