"""Answers read by what a person decided about their changes: renamed, taken as another kind, or set aside.

``Mended`` stands before a connector's reader. The raw answer that is kept stays as it came; what is set aside is told
by key and field, never dropped in silence (features.md E12).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.protocols import Reader
from clubos_desktop.model.runs import Reading
from clubos_desktop.model.schema import Change, Course, Decided, Drift
from clubos_desktop.sync.declared import LINK, NUMBER, TEXT, YESNO
from clubos_desktop.sync.shapes import DAY, WALL, ZONED, coded, form, has, kind_of, pick

MONTH_FIRST, DAY_FIRST = "month-first", "day-first"
"""How a date such as 03/04/2026 is meant."""

_SLASHED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_MILLISECONDS = 100_000_000_000
"""Numbers from here on are milliseconds since 1970: as seconds they would lie after the year 5000."""


@dataclass(slots=True)
class Mended:
    """A reader of one domain under the decisions about it; ``rows`` and ``values`` say what was set aside.

    ``rows`` are (key, why), one for each time a record came; ``values`` (key, field, why). ``looked`` are the keys of
    the records that were looked at.
    """

    reader: Reader
    decided: Sequence[Decided]
    rows: list[tuple[str, str]] = field(default_factory=list)
    values: list[tuple[str, str, str]] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)

    def split(self, domain: Domain, body: bytes) -> list[bytes]:
        """The raw answers in a page, without those of records that are set aside."""
        raws = self.reader.split(domain, body)
        rows = [each for each in self.decided if each.course is Course.ROWS]
        if not rows:
            return raws
        kept = []
        for raw in raws:
            found = as_object(raw)
            why = next((each for each in rows if found is not None and touches(found, each.change)), None)
            if why is None or found is None:
                kept.append(raw)
            else:
                self.rows.append((key_of(found), told(why.change)))
        return kept

    def parse(self, domain: Domain, raws: Sequence[bytes]) -> Reading:
        """Records of raw answers, read as was decided."""
        others = [each for each in self.decided if each.course is not Course.ROWS]
        if not others:
            return self.reader.parse(domain, raws)
        return self.reader.parse(domain, [self._mended(raw, others) for raw in raws])

    def _mended(self, raw: bytes, decided: Sequence[Decided]) -> bytes:
        found = as_object(raw)
        if found is None:
            return raw
        key = key_of(found)
        self.looked.add(key)
        meant = [each for each in decided if touches(found, each.change)]
        for each in meant:
            if not _mend(found, each):
                put(found, each.change.field, None)
                self.values.append((key, each.change.field, told(each.change)))
        return msgspec.json.encode(found) if meant else raw


def touches(found: dict[str, Any], change: Change) -> bool:
    """Whether a change shows in an answer."""
    if change.kind in (Drift.MISSING, Drift.RENAMED):
        return not has(found, change.field)
    if change.kind is Drift.WORD_RENAMED:
        link = found.get("MembershipLevel", found)
        return isinstance(link, dict) and f"level {link.get('Id')}" == change.field and link.get("Name") == change.other
    value = pick(found, change.field)
    if change.kind is Drift.RETYPED:
        return kind_of(value) == change.other
    if change.kind is Drift.WORD:
        return bool(value == change.other)
    if change.kind is Drift.DATE_FORM:
        return form(value) == change.other if isinstance(value, str) else kind_of(value) == change.other
    return False


def told(change: Change) -> str:
    """Why something was set aside."""
    words = {
        Drift.MISSING: f"{change.field} is missing",
        Drift.RETYPED: f"{change.field} is {change.other} instead of {change.was}",
        Drift.WORD: f"{change.field} says {change.other}, which is not known",
        Drift.DATE_FORM: f"{change.field} is a date in another form",
    }
    return words.get(change.kind, f"{change.field} changed")


def _mend(found: dict[str, Any], decided: Decided) -> bool:
    """Change an answer as was decided; False when its value is set aside."""
    change, course = decided.change, decided.course
    if course is Course.VALUES:
        return False
    if change.kind in (Drift.MISSING, Drift.RENAMED):
        source = change.other if change.kind is Drift.RENAMED else decided.to
        put(found, change.field, pick(found, source) if course is Course.MAP else None)
    elif change.kind is Drift.RETYPED:
        value, good = _as_kind(pick(found, change.field), change.was.split(", "))
        put(found, change.field, value)
        return good
    elif change.kind is Drift.WORD and course is Course.MAP:
        put(found, change.field, decided.to)
    elif change.kind is Drift.WORD_RENAMED and course is Course.MAP:
        found.get("MembershipLevel", found)["Name"] = change.was
    elif change.kind is Drift.DATE_FORM and change.other not in (ZONED, WALL, DAY):
        value = read_date(pick(found, change.field), decided.to)
        put(found, change.field, value)
        return value is not None
    return True


def _as_kind(value: Any, kinds: Sequence[str]) -> tuple[Any, bool]:
    """A value as one of the kinds that can be read, and whether that was possible."""
    if TEXT in kinds and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value), True
    if TEXT in kinds and isinstance(value, dict):
        name = value.get("Label", value.get("Name"))
        return name, isinstance(name, str)
    if LINK in kinds and isinstance(value, str):
        return {"Id": 0, "Name": value}, True
    if NUMBER in kinds and isinstance(value, str) and re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", value):
        return (float(value) if "." in value else int(value)), True
    if YESNO in kinds and str(value).casefold() in ("true", "yes", "1", "false", "no", "0"):
        return str(value).casefold() in ("true", "yes", "1"), True
    return None, False


def read_date(value: Any, order: str) -> str | None:
    """A date in another form as one that is read; None when it is none. ``order`` tells what 03/04/2026 means."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if abs(value) >= _MILLISECONDS else value
            return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
        if not isinstance(value, str):
            return None
        if found := _YEAR_FIRST.fullmatch(value.strip()):
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        elif found := _SLASHED.fullmatch(value.strip()):
            *parts, half = found.groups()
            first, next_one, year, hour, minute, second = (int(part or 0) for part in parts)
            month, day = (next_one, first) if order == DAY_FIRST else (first, next_one)
            if half:
                hour = hour % 12 + (12 if half.casefold() == "pm" else 0)
        else:
            return None
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def put(found: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a path."""
    if path.endswith("]"):
        name, _, code = path[:-1].partition("[")
        entry = coded(found.get(name), code)
        if entry is not None:
            entry["Value"] = value
        elif isinstance(found.get(name), list):
            found[name].append({"FieldName": code, "SystemCode": code, "Value": value})
        return
    name, _, inner = path.partition(".")
    if not inner:
        found[name] = value
    elif isinstance(found.get(name), dict):
        found[name][inner] = value


def key_of(found: dict[str, Any]) -> str:
    """The source's id of a record; a donation is known by its payment."""
    link = found.get("Payment")
    return str(found.get("Id", found.get("id", link.get("Id", "") if isinstance(link, dict) else "")))


def as_object(raw: bytes) -> dict[str, Any] | None:
    """A raw answer as an object; None where it is none: the reader tells that."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
