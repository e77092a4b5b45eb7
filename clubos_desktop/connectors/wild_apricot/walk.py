"""Reading a list to its end, and knowing that it was the end (wild-apricot-api.md 2.1).

There is no stable order: a change during the walk shifts rows between pages. So a walk counts before and after,
compares with the distinct ids it saw, and walks again where the three do not agree.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN, listed
from clubos_desktop.connectors.wild_apricot.api import Api, contract, read_count
from clubos_desktop.connectors.wire import Answer, Request
from clubos_desktop.job import Job, Progress
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.runs import Listing, Page

ROUNDS = 3
"""A list that moves during three walks is left for the next copy."""


class _Id(msgspec.Struct):
    id: int = msgspec.field(name="Id")


class _Gift(msgspec.Struct):
    payment: _Id = msgspec.field(name="Payment")


@dataclass(frozen=True, slots=True)
class Rescued:
    """A page that came another way: its body, and the ids in it that could not be read at all."""

    body: bytes
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """How a domain is listed. ``rescue`` reads a page that answers 500, ``settle`` waits for one that is not ready."""

    domain: Domain
    path: str
    wrapper: str
    params: tuple[tuple[str, str], ...] = ()
    kind: str = "other"
    rescue: Callable[[Api, int, Standing], Job[Rescued]] | None = None
    settle: Callable[[Api, Answer, Standing], Job[bytes]] | None = None

    def page(self, api: Api, skip: int, step: int) -> Request:
        """The request for the page that begins at ``skip``."""
        accept = frozenset({500}) if self.rescue else frozenset()
        paging = (("$top", str(step)), ("$skip", str(skip)))
        return api.request(self.path, *self.params, *paging, kind=self.kind, accept=accept, mark=skip)

    def ids(self, body: bytes) -> list[str]:
        """The ids in a page. Raises ContractError when it is none."""
        what = DOMAIN_LABELS[self.domain].lower()
        rows = listed(body, self.wrapper, what)
        try:
            if self.domain is Domain.DONATIONS:
                return [str(msgspec.json.decode(row, type=_Gift).payment.id) for row in rows]
            return [str(msgspec.json.decode(row, type=_Id).id) for row in rows]
        except BROKEN as error:
            raise contract(what, "a row without an id") from error


Pieces: TypeAlias = Generator[Page | Progress, None, None]


def count(api: Api, lists: Lists, standing: Standing) -> Job[int | None]:
    """The source's own count; None where it does not give one."""
    request = api.request(lists.path, *lists.params, ("$count", "true"), kind=lists.kind, accept=frozenset({400}))
    answer = yield from api.ask(request, standing)
    return read_count(answer.body) if answer.status == 200 else None


def walk(api: Api, lists: Lists, standing: Standing, resume: str | None = None, *, recount: bool = True) -> Pages:
    """Every page of a list, and at the end whether it was whole.

    The cursor is "round:skip". Without ``recount`` a walk of a single page is not counted again.
    """
    number, start = _place(resume)
    before = yield from count(api, lists, standing)
    landed: set[str] = set()
    step = api.page
    while True:
        standing.done, standing.total = start, before
        walked = Walked(api, lists, standing, number, step, landed)
        yield from walked.run(start, before)
        landed |= walked.ids
        after = before
        if before is not None and (recount or walked.rows > api.page):
            after = yield from count(api, lists, standing)
        whole = before is None or (before == after and len(walked.ids) == max(0, before - start))
        if whole or walked.lost or number + 1 >= ROUNDS:
            break
        number, start, before, step = number + 1, 0, after, walked.step
    keys = frozenset(walked.ids) if start == 0 and whole and not walked.lost else None
    return Listing(before, after, keys, _notes(walked, whole=whole), tuple(sorted(walked.lost)))


def list_rows(api: Api, lists: Lists, standing: Standing) -> Job[tuple[dict[str, bytes], Listing]]:
    """A list walked for its rows alone, landing nothing: the rows by id, in the order of the ids."""
    rows: dict[str, bytes] = {}
    pages = walk(api, lists, standing)
    while True:
        try:
            piece = next(pages)
        except StopIteration as end:
            listing: Listing = end.value
            break
        if isinstance(piece, Page):
            rows.update(zip(lists.ids(piece.body), map(bytes, listed(piece.body, lists.wrapper, "")), strict=True))
        else:
            yield piece
    wanted = rows if listing.keys is None else listing.keys
    return {key: rows[key] for key in sorted(wanted, key=int)}, listing


def _place(resume: str | None) -> tuple[int, int]:
    number, _, skip = (resume or "0:0").partition(":")
    return int(number), int(skip)


def _notes(walked: "Walked", *, whole: bool) -> tuple[str, ...]:
    notes = []
    if walked.lost:
        told = ", ".join(sorted(walked.lost)[:10])
        notes.append(f"Wild Apricot could not show {len(walked.lost)} of them (ids {told}).")
    if not whole:
        notes.append("The list changed while it was read, or Wild Apricot did not show all of it.")
    return tuple(notes)


@dataclass(slots=True)
class Walked:
    """One walk and what it saw. Pages that bring nothing but ``landed`` ids are not landed again."""

    api: Api
    lists: Lists
    standing: Standing
    number: int
    step: int
    landed: set[str]
    ids: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    rows: int = 0

    def run(self, start: int, expected: int | None) -> Pieces:
        """From a place to the end: the expected pages several at a time, then one by one while pages are full."""
        step = self.step
        skips = range(start, expected if expected is not None else start + 1, step)
        skip, size = start - step, step
        for piece in self.api.ask_all((self.lists.page(self.api, at, step) for at in skips), self.standing):
            if isinstance(piece, Progress):
                yield piece
                continue
            skip = int(piece.request.mark)
            size = yield from self._land(piece)
            if size < step and skip != skips[-1]:
                self.step = max(1, min(self.step, size))  # smaller pages than asked for: the next walk knows
        while size >= step:
            skip += step
            answer = yield from self.api.ask(self.lists.page(self.api, skip, step), self.standing)
            seen = len(self.ids)
            size = yield from self._land(answer)
            if len(self.ids) == seen:
                break  # nothing but known ids: the server does not know $skip, or this is the end

    def _land(self, answer: Answer) -> Generator[Page | Progress, None, int]:
        """Hand a page on; returns how many rows it stands for."""
        body = answer.body
        lost: tuple[str, ...] = ()
        skip = int(answer.request.mark)
        if answer.status != 200 and self.lists.rescue is not None:
            rescued = yield from self.lists.rescue(self.api, skip, self.standing)
            body, lost = rescued.body, rescued.lost
        elif self.lists.settle is not None:
            body = yield from self.lists.settle(self.api, answer, self.standing)
        ids = self.lists.ids(body)
        new = set(ids) - self.ids - self.landed
        self.ids.update(ids)
        self.lost.update(lost)
        self.rows += len(ids)
        self.standing.done += len(ids)
        if new:
            yield Page(self.lists.domain, body, f"{self.number}:{skip + int(dict(answer.request.params)['$top'])}")
        return len(ids) + len(lost)
