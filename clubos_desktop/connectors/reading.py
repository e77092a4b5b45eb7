"""From landed bytes to records, fast where all is well and thorough where it is not (features.md R11, R18).

The fast path decodes each raw answer straight into a typed struct. Where that fails the answer is looked at slowly,
so that every fault in it is named, not only the first; names and types are told, values never.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

import msgspec

from clubos_desktop.connectors.failures import KEPT
from clubos_desktop.errors import ContractError
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.money import to_minor
from clubos_desktop.model.records import Day, Instant, Record
from clubos_desktop.model.runs import Fault, Reading
from clubos_desktop.model.time import read_day, read_instant

BROKEN = (msgspec.MsgspecError, ValueError, RecursionError)
"""What msgspec raises on bytes that are not the JSON asked for (wrong charset is a ValueError)."""

Whole = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""A whole number that the copy can keep; a longer one is no count of anything."""

_SANE = re.compile(r"-?\d{1,20}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[A-Za-z]{1,24}(-\d{1,12})?")

_BOM = b"\xef\xbb\xbf"
_LARGEST = 15
"""Powers of ten: no club moves 10^15, and a longer number would only be an attack on the computer's memory."""


@dataclass(slots=True)
class Values:
    """Reads a record's values for an account's zone and currency, and collects what cannot be read in ``faults``."""

    zone: str
    currency: str
    faults: list[str] = field(default_factory=list)

    def instant(self, name: str, value: str | None, zone: str | None = None) -> Instant | None:
        """A time as an instant; without an offset it is wall time in ``zone`` (default: the account's)."""
        return self._read(name, value, lambda text: read_instant(text, zone or self.zone))

    def day(self, name: str, value: str | None) -> Day | None:
        """A date-only value."""
        return self._read(name, value, lambda text: read_day(text, self.zone))

    def money(self, name: str, value: Decimal | None) -> int | None:
        """An amount in minor units of the account's currency."""
        if value is None:
            return None
        if value.is_finite() and value.adjusted() <= _LARGEST:
            return to_minor(value, self.currency)
        self.faults.append(f"{name}: not an amount")
        return None

    def _read(self, name: str, value: str | None, read: Callable[[str], str]) -> str | None:
        if not value or value.startswith("0001-01-01"):  # the zero of .NET's dates: nothing there
            return None
        try:
            return read(value)
        except (ValueError, OverflowError):
            self.faults.append(f"{name}: not a date or time")
            return None


@dataclass(frozen=True, slots=True)
class Shape:
    """One domain's answers: the struct they decode to, how a record is made, and the wrapper its lists come in."""

    answer: type[msgspec.Struct]
    build: Callable[[Any, Values], Record]
    wrapper: str = ""
    names: tuple[str, ...] = ("Id", "id")


class JsonReader:
    """A ``model.protocols.Reader`` over JSON answers. Pure: the same bytes give the same records."""

    def __init__(self, shapes: Mapping[Domain, Shape], zone: str, currency: str) -> None:
        self._shapes = shapes
        self._zone = zone
        self._currency = currency
        self._decoders = {
            domain: msgspec.json.Decoder(shape.answer, float_hook=Decimal) for domain, shape in shapes.items()
        }

    def split(self, domain: Domain, body: bytes) -> list[bytes]:
        """The raw answers in a page. Raises ContractError when the body is not such a page."""
        return [bytes(raw) for raw in listed(body, self._shapes[domain].wrapper, DOMAIN_LABELS[domain].lower())]

    def parse(self, domain: Domain, raws: Sequence[bytes]) -> Reading:
        """Records of raw answers, all faults collected."""
        shape, decode = self._shapes[domain], self._decoders[domain].decode
        values = Values(self._zone, self._currency)
        records: list[Record] = []
        faults: list[Fault] = []
        for raw in raws:
            try:
                record = shape.build(decode(raw), values)
            except BROKEN:
                faults.extend(diagnose(domain, shape, raw))
            else:
                if not values.faults:
                    records.append(record)
                    continue
                faults.extend(Fault(f"{domain} {_id(record.key)}".strip(), what) for what in values.faults)
            values.faults.clear()
        return Reading(tuple(records), tuple(faults))


def listed(body: bytes, wrapper: str, what: str) -> list[msgspec.Raw]:
    """The items of a list answer, bare or under its wrapper key (wild-apricot-api.md fact 7).

    Raises ContractError when the body holds no such list.
    """
    body = body.removeprefix(_BOM)
    try:
        if body.lstrip()[:1] == b"[":
            return _BARE.decode(body)
        if wrapper:
            found: list[msgspec.Raw] | None = _wrapped(wrapper).decode(body).items
            if found is not None:
                return found
        outer = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        for key, inner in outer.items():
            if wrapper and key.casefold() == wrapper.casefold():
                return _BARE.decode(inner)
    except BROKEN as error:
        raise _not_a_list(what, "the answer is not valid JSON, or holds something else than a list", body) from error
    told = ", ".join(sorted(outer)[:8]) or "nothing"
    raise _not_a_list(what, f"no list called {wrapper or 'so'} in the answer, only {told}", body)


_BARE = msgspec.json.Decoder(list[msgspec.Raw])


@lru_cache(maxsize=32)
def _wrapped(wrapper: str) -> msgspec.json.Decoder[Any]:
    """A decoder that takes the list out in one pass over the page."""
    items = ("items", list[msgspec.Raw] | None, None)
    return msgspec.json.Decoder(msgspec.defstruct("Wrapped", [items], rename={"items": wrapper}))


def _not_a_list(what: str, fault: str, body: bytes) -> ContractError:
    made = ContractError(
        f"The answer about {what} is not a list that this program knows. Nothing of it was taken over.",
        remedy="Copy once more. If it stays, the other system has changed: send the report of this copy to its maker.",
        faults=(f"{what}: {fault}",),
    )
    made.raw = body[:KEPT]
    return made


def diagnose(domain: Domain, shape: Shape, raw: bytes) -> list[Fault]:
    """Every fault of one raw answer; at least one."""
    try:
        found = msgspec.json.decode(raw)
    except BROKEN:
        return [Fault(str(domain), "not valid JSON")]
    if not isinstance(found, dict):
        return [Fault(str(domain), "not an object")]
    where = f"{domain} {_name(found, shape.names)}".strip()
    faults = [Fault(where, what) for member in msgspec.structs.fields(shape.answer) if (what := _fault(found, member))]
    return faults or [Fault(where, "cannot be read")]


def _name(found: Mapping[str, Any], names: Sequence[str]) -> str:
    """The record's own id when it has a sane one."""
    return next((told for name in names if (told := _id(found.get(name)))), "")


def _id(value: Any) -> str:
    """An id as it may be told: a number, a UUID or a code; anything else could be somebody's e-mail address."""
    return str(value) if isinstance(value, int | str) and _SANE.fullmatch(str(value)) else ""


def _fault(found: Mapping[str, Any], member: msgspec.structs.FieldInfo) -> str:
    name = member.encode_name
    if name not in found:
        return f"{name}: missing" if member.required else ""
    try:
        again = msgspec.json.encode(found[name])
        msgspec.json.decode(again, type=member.type)
    except BROKEN as error:
        return f"{name}: {_told(error)}"
    return ""


def _told(error: Exception) -> str:
    """The reason without any value: msgspec tells types and places, everything else is put plainly."""
    return str(error).replace("`", "") if isinstance(error, msgspec.ValidationError) else "cannot be read"


def text(value: str | None) -> str | None:
    """A text as the source gave it; an empty one is nothing."""
    return value or None
