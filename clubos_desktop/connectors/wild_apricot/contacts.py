"""Listing contacts: synchronous pages, what changed since, and the ways round a page that fails."""

from datetime import timedelta

import msgspec

from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wild_apricot.api import Api, contract
from clubos_desktop.connectors.wild_apricot.walk import Lists, Rescued, count, walk
from clubos_desktop.connectors.wire import Answer
from clubos_desktop.errors import NetworkError
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import Listing, Mode, Page
from clubos_desktop.model.time import from_instant, zone

LAG = timedelta(days=1)
"""How far an incremental listing looks back behind the last change seen (wild-apricot-api.md section 3)."""

POLLS = 40
POLL_EVERY = 3.0
"""An asynchronous search is asked each 3 s, at most 40 times (clubos-api.md D row 4)."""

_SYNCHRONOUS = (("$async", "false"),)


class _Search(msgspec.Struct, rename="pascal", kw_only=True):
    """An asynchronous search; the schema says ProcessingState, clients read State (wild-apricot-api.md 2.2)."""

    result_id: str | None = None
    state: str | None = None
    processing_state: str | None = None
    contacts: msgspec.Raw | None = None
    contact_identifiers: msgspec.Raw | None = None


class _Identifiers(msgspec.Struct):
    ids: list[int] = msgspec.field(name="ContactIdentifiers")


def contacts(api: Api, mode: Mode, *, since: Instant | None, resume: str | None) -> Pages:
    """All contacts, archived ones too; or those changed since, with a look back."""
    standing = Standing("Copying contacts from Wild Apricot")
    if mode is Mode.FULL or since is None or api.quoted is None:
        return (yield from walk(api, lists(), standing, resume))
    moment = (from_instant(since) - LAG).astimezone(zone(api.zone)).isoformat(timespec="milliseconds")
    name = "'Profile last updated'" if api.quoted else "Profile last updated"
    changed = lists(("$filter", f"{name} ge {moment}"))
    landed: set[str] = set()
    pages = walk(api, changed, standing, resume, recount=False)
    while True:
        try:
            piece = next(pages)
        except StopIteration as end:
            listing: Listing = end.value
            break
        if isinstance(piece, Page):
            landed.update(changed.ids(piece.body))
        yield piece
    keys, notes = yield from _swept(api, landed, standing)
    return Listing(listing.count_before, listing.count_after, keys, listing.notes + notes, listing.lost)


def lists(*params: tuple[str, str]) -> Lists:
    """How contacts are listed."""
    return Lists(
        Domain.MEMBERS, "contacts", "Contacts", (*_SYNCHRONOUS, *params), "list", rescue=_one_by_one, settle=_settled
    )


def _swept(api: Api, landed: set[str], standing: Standing) -> Job[tuple[frozenset[str] | None, tuple[str, ...]]]:
    """All ids, when the source's count is not what we hold and what came new make together; else nothing."""
    if api.accepted is None:
        return None, ()
    known = {record.key for record in api.accepted(Domain.MEMBERS)}
    total = yield from count(api, lists(), standing)
    if total is None or total == len(known | landed):
        return None, ()
    standing = Standing("Looking which contacts are no longer in Wild Apricot", 0, total)
    found: set[str] = set()
    size, skip = api.page, 0
    while size >= api.page and len(found) < total:
        ids = yield from _ids(api, skip, standing)
        if not set(ids) - found:
            break
        found.update(ids)
        size, skip = len(ids), skip + len(ids)
        standing.done = len(found)
    if len(found) != total:
        return None, ("Wild Apricot's list of ids was shorter than its count; nobody is taken as gone.",)
    return frozenset(found), ()


def _ids(api: Api, skip: int, standing: Standing) -> Job[list[str]]:
    params = (*_SYNCHRONOUS, ("idsOnly", "true"), ("$top", str(api.page)), ("$skip", str(skip)))
    answer = yield from api.ask(api.request("contacts", *params, kind="list"), standing)
    try:
        return [str(key) for key in msgspec.json.decode(answer.body, type=_Identifiers).ids]
    except BROKEN as error:
        raise contract("contacts", "no ContactIdentifiers in a list of ids") from error


def _one_by_one(api: Api, skip: int, standing: Standing) -> Job[Rescued]:
    """A page that answers 500 (wild-apricot-api.md section 8): its ids, then each contact by itself."""
    ids = (yield from _ids(api, skip, standing))[: api.page]
    bodies: list[bytes] = []
    lost: list[str] = []
    requests = (
        api.request(f"contacts/{key}", kind="one", accept=frozenset({404, 500}), patience=2, mark=key) for key in ids
    )
    for piece in api.ask_all(requests, standing):
        if not isinstance(piece, Answer):
            yield piece
        elif piece.status == 200:
            bodies.append(piece.body)
        elif piece.status == 500:
            lost.append(str(piece.request.mark))
    return Rescued(b"[" + b",".join(bodies) + b"]", tuple(lost))


def _settled(api: Api, answer: Answer, standing: Standing) -> Job[bytes]:
    """The page itself; where the server answers with a search although it was asked not to, its result."""
    for _ in range(POLLS + 1):
        search = _search(answer.body)
        if search is None or not isinstance(search.result_id, str) or search.contacts is not None:
            return answer.body
        state = search.state or search.processing_state
        if state == "Failed":
            raise _unfinished("it gave up")
        yield from _wait(api, standing)
        answer = yield from api.ask(api.request("contacts", ("resultId", search.result_id), kind="list"), standing)
    raise _unfinished("it took longer than two minutes")


def _search(body: bytes) -> _Search | None:
    try:
        return msgspec.json.decode(body, type=_Search)
    except BROKEN:
        return None


def _wait(api: Api, standing: Standing) -> Job[None]:
    ends = api.http.clock.monotonic() + POLL_EVERY
    while (left := ends - api.http.clock.monotonic()) > 0:
        yield standing.progress("waiting for Wild Apricot's search")
        api.http.clock.sleep(min(left, 0.1))


def _unfinished(why: str) -> NetworkError:
    return NetworkError(
        f"Wild Apricot did not finish its search for contacts: {why}. Nothing was changed.",
        remedy="Copy again in a few minutes.",
        code="search-unfinished",
    )
