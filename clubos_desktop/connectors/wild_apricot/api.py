"""What every listing of a Wild Apricot account needs: its connection, its id, its zone, and how to ask."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from clubos_desktop.connectors.http import Answers, Http, Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wild_apricot.auth import Token
from clubos_desktop.connectors.wire import Answer, Request
from clubos_desktop.errors import ContractError
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Record
from clubos_desktop.model.runs import Recheck

PAGE = 100
"""Items in a list answer since 1 Nov 2025, whatever is asked for (wild-apricot-api.md fact 1)."""

Accepted = Callable[[Domain], Iterable[Record]]
"""The records of this side as the mirror holds them now; spares calls in "Copy what changed"."""

Asking = Callable[[], Recheck]
"""Which invoices "Copy what changed" asks for what was paid on them."""


@dataclass(slots=True)
class Api:
    """An account that is being read. ``zone`` and ``currency`` are known once it was looked at.

    ``page`` and ``quoted`` are what the first contact found: rows a list gives at most, and the form of filters.
    """

    http: Http
    token: Token
    accepted: Accepted | None = None
    recheck: Asking | None = None
    zone: str = "UTC"
    currency: str = "USD"
    page: int = PAGE
    quoted: bool | None = True

    def request(self, path: str, *params: tuple[str, str], kind: str = "other", **more: Any) -> Request:
        """A request below this account."""
        return Request(f"/accounts/{self.token.account}/{path}", params, kind, **more)

    def ask(self, request: Request, standing: Standing) -> Job[Answer]:
        """One answer."""
        return self.http.ask(request, standing)

    def ask_all(self, requests: Iterable[Request], standing: Standing) -> Answers:
        """Answers in order, several under way."""
        return self.http.ask_all(requests, standing)


class Counted(msgspec.Struct):
    """The answer to ``$count=true``."""

    count: int = msgspec.field(name="Count")


def read_count(body: bytes) -> int | None:
    """The number in an answer to ``$count``; None when the source ignored the question and sent a list."""
    try:
        return msgspec.json.decode(body, type=Counted).count
    except BROKEN:
        return None


def contract(what: str, fault: str) -> ContractError:
    """The words for an answer whose shape is not the known one."""
    return ContractError(
        f"Wild Apricot's answer about {what} is not what it was. Nothing of it was taken over.",
        remedy="Copy once more. If it stays, Wild Apricot has changed: report it; other data goes on being copied.",
        faults=(f"{what}: {fault}",),
    )
