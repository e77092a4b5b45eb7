"""ClubOS's four ways to send a page and three ways to say no, read alike (clubos-api.md B)."""

from dataclasses import dataclass
from typing import Any

import msgspec

from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.errors import ContractError

_FIRST = ("items", "data")


class _Paging(msgspec.Struct, rename="camel"):
    total_items: int | None = None
    total: int | None = None
    total_pages: int | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A page: its items, and how many there are in all where the answer says so."""

    items: list[msgspec.Raw]
    total: int | None
    pages: int | None


def unwrap(body: bytes, what: str) -> Envelope:
    """The page in an answer of any of the four styles. Raises ContractError when there is none."""
    try:
        outer = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        lists = [name for name, inner in outer.items() if bytes(inner).lstrip()[:1] == b"["]
        names = [name for name in _FIRST if name in lists] or lists
        if not names:
            raise contract(what, "no list in the answer")
        items = msgspec.json.decode(outer[names[0]], type=list[msgspec.Raw])
        paging = msgspec.json.decode(outer.get("pagination", msgspec.Raw(body)), type=_Paging)
    except BROKEN as error:
        raise contract(what, "the answer is not an object, or its paging is no number") from error
    total = paging.total_items if paging.total_items is not None else paging.total
    return Envelope(items, total, paging.total_pages)


def reason(body: bytes) -> str:
    """Why ClubOS said no, without values: a code, a short error, or that it said nothing."""
    try:
        found: Any = msgspec.json.decode(body)
    except BROKEN:
        return "no reason given"
    if not isinstance(found, dict):
        return "no reason given"
    told = found.get("code") or found.get("error")
    return told if isinstance(told, str) and len(told) <= 60 else "no reason given"


def is_stub(status: int, body: bytes) -> bool:
    """Whether a 500 only means that this part was never written (clubos-api.md B)."""
    return status in (500, 501) and b"not implemented" in body.lower()


def contract(what: str, fault: str) -> ContractError:
    """The words for an answer whose shape is not the known one."""
    return ContractError(
        f"ClubOS's answer about {what} is not what it was. Nothing of it was taken over.",
        remedy="Copy once more. If it stays, ClubOS has changed: report it; other data goes on being copied.",
        faults=(f"{what}: {fault}",),
    )
