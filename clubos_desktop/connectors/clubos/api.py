"""What every listing of ClubOS needs: how to ask, how to count, and landing in an order that stays the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from clubos_desktop.connectors.clubos.envelopes import Envelope, contract, unwrap
from clubos_desktop.connectors.clubos.exports import Export, rows
from clubos_desktop.connectors.http import Http, Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wire import Answer, Request
from clubos_desktop.errors import ContractError
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import Page

PAGE = 100
"""The most a page holds (clubos-api.md B)."""

LANDED = 500
"""Records in a landed page. They are sorted by id, so that an unchanged club lands the same bytes again."""

_ASKED = 3
"""How often an export is asked for that does not fit its columns."""

_NOT_OURS = frozenset({403, 404, 500, 501})


class Key(msgspec.Struct):
    """The id of anything."""

    id: str


@dataclass(slots=True)
class Api:
    """A ClubOS that is being read. ``seen`` keeps the registrations that came with events, by event."""

    http: Http
    zone: str
    currency: str
    seen: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def ask(self, request: Request, standing: Standing) -> Job[Answer]:
        """One answer."""
        return self.http.ask(request, standing)

    def page(self, path: str, number: int, size: int = PAGE, *, style: str = "pageSize") -> Request:
        """A page of a list; ``style`` names the parameter for its size."""
        return Request(path, (("page", str(number)), (style, str(size))), "list", mark=number)

    def total(self, path: str, standing: Standing, *, style: str = "pageSize") -> Job[int | None]:
        """The list's own count."""
        answer = yield from self.ask(self.page(path, 1, 1, style=style), standing)
        return unwrap(answer.body, path.rsplit("/", 1)[-1]).total

    def walk(self, path: str, size: int, standing: Standing, *, style: str) -> Job[tuple[dict[str, bytes], int | None]]:
        """All rows of a paged list by id, and its count. It may lose rows: the order is not a whole one (finding 4)."""
        answer = yield from self.ask(self.page(path, 1, size, style=style), standing)
        first = unwrap(answer.body, path)
        found = by_id(first)
        standing.done, standing.total = len(found), first.total
        last = first.pages or (-(-(first.total or 0) // max(1, len(first.items))))
        pages = (self.page(path, number, size, style=style) for number in range(2, last + 1))
        for piece in self.http.ask_all(pages, standing):
            if isinstance(piece, Answer):
                found.update(by_id(unwrap(piece.body, path)))
                standing.done = len(found)
            else:
                yield piece
        return found, first.total

    def export(self, export: Export, path: str, standing: Standing) -> Job[list[dict[str, str]] | None]:
        """The rows of a CSV export; None where this sign-in has no export.

        A cut export cannot be told from another one before it is read: one that does not fit is asked for again.
        """
        request = Request(path, expect="csv", accept=_NOT_OURS, patience=2)
        for left in reversed(range(_ASKED)):
            answer = yield from self.ask(request, standing)
            if answer.status != 200:
                return None
            try:
                return rows(export, answer.body)
            except ContractError:
                if not left:
                    raise
        return None  # pragma: no cover - the last attempt returns or raises


def by_id(page: Envelope) -> dict[str, bytes]:
    """A page's raw rows by id. Raises ContractError for a row without one."""
    try:
        return {msgspec.json.decode(raw, type=Key).id: bytes(raw) for raw in page.items}
    except BROKEN as error:
        raise contract("a list", "a row without an id") from error


def landing(domain: Domain, found: Mapping[str, bytes]) -> Iterator[Page]:
    """Pages of raw rows in the order of their ids."""
    keys = sorted(found)
    for start in range(0, len(keys), LANDED):
        piece = keys[start : start + LANDED]
        yield Page(domain, b"[" + b",".join(found[key] for key in piece) + b"]", f"after:{piece[-1]}")
