"""Listing events: all ids, then each event by itself, because only there the details come (wild-apricot-api.md 2.3)."""

from datetime import timedelta

import msgspec

from clubos_desktop.connectors.batches import Batches, joined
from clubos_desktop.connectors.http import Standing
from clubos_desktop.connectors.reading import BROKEN
from clubos_desktop.connectors.wild_apricot import answers
from clubos_desktop.connectors.wild_apricot.api import Api, contract
from clubos_desktop.connectors.wild_apricot.walk import Lists, list_rows
from clubos_desktop.connectors.wire import Answer
from clubos_desktop.job import Job
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.records import Event
from clubos_desktop.model.runs import Listing, Mode, Page
from clubos_desktop.model.time import from_instant, read_instant

RECENT = timedelta(days=90)
"""Events that ended less than this ago are read again each time: gate 1 looks at the past 90 days."""

LISTS = Lists(Domain.EVENTS, "events", "Events")


def events(api: Api, mode: Mode, *, resume: str | None) -> Pages:
    """All events with details, or those that are near or whose row says something new; the ids are all of them."""
    standing = Standing("Copying the list of events from Wild Apricot")
    rows, listing = yield from list_rows(api, LISTS, standing)
    keys = tuple(rows)
    if mode is Mode.INCREMENTAL:
        keys = yield from _stirred(api, rows)
    standing = Standing("Copying events from Wild Apricot", 0, len(keys))
    gone: set[str] = set()
    lost: list[str] = []
    batches = Batches.after(keys, resume)
    for batch in batches:
        standing.done = batches.done
        bodies: list[bytes] = []
        requests = (api.request(f"events/{key}", accept=frozenset({404, 500}), mark=key) for key in batch)
        for piece in api.ask_all(requests, standing):
            if not isinstance(piece, Answer):
                yield piece
            elif piece.status == 404:
                gone.add(str(piece.request.mark))  # deleted since the list was read
            elif piece.status == 500:
                lost.append(str(piece.request.mark))
            else:
                bodies.append(piece.body)
        yield Page(Domain.EVENTS, joined(bodies), batches.read(batch))
    return _listing(listing, gone, lost)


def _listing(listing: Listing, gone: set[str], lost: list[str]) -> Listing:
    notes = tuple(f"Wild Apricot could not show event {key}." for key in lost[:10])
    keys = listing.keys - gone if listing.keys is not None else None
    counts = [count - len(gone) if count is not None else None for count in (listing.count_before, listing.count_after)]
    return Listing(counts[0], counts[1], keys, listing.notes + notes, tuple(sorted(lost)))


def read_rows(rows: dict[str, bytes]) -> dict[str, answers.EventRow]:
    """The rows of the event list. Raises ContractError when one cannot be read."""
    try:
        return {key: msgspec.json.decode(row, type=answers.EventRow) for key, row in rows.items()}
    except BROKEN as error:
        raise contract("events", "a row of the list with fields of another kind") from error


def near(api: Api, row: answers.EventRow) -> bool:
    """Whether an event lies ahead or ended less than 90 days ago; one without a readable time counts as near."""
    try:
        ends = from_instant(read_instant(row.end_date or row.start_date or "", api.zone))
        starts = from_instant(read_instant(row.start_date or "", api.zone))
    except (ValueError, OverflowError):
        return True
    return max(starts, ends) >= api.http.clock.now() - RECENT


def _stirred(api: Api, rows: dict[str, bytes]) -> Job[tuple[str, ...]]:
    """The events to read again; all of them where nobody tells what the mirror holds."""
    yield Standing("Looking which events changed in Wild Apricot", 0, len(rows)).progress()
    if api.accepted is None:
        return tuple(rows)
    held = {record.key: record for record in api.accepted(Domain.EVENTS) if isinstance(record, Event)}
    return tuple(key for key, row in read_rows(rows).items() if near(api, row) or _differs(row, held.get(key)))


def _differs(row: answers.EventRow, held: Event | None) -> bool:
    """Whether the list says something else than the mirror: a new event, another title, other counts."""
    return held is None or (
        (row.name or None) != held.title
        or row.confirmed_registrations_count != held.confirmed
        or row.pending_registrations_count != held.pending
    )
