"""Wild Apricot's resources: contacts, events, registrations, money, as its lists give them (wild-apricot-api.md 2)."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any

import msgspec

from clubos_desktop.practice import filters, legacy, legacy_json
from clubos_desktop.practice.wire import Answer
from clubos_desktop.practice.world import World

PAGE = 100
"""No list holds more, and none says so (fact 1)."""
SEARCH_SECONDS = 600


def encode(value: object) -> Answer:
    """An answer of JSON."""
    return Answer(200, msgspec.json.encode(value))


def refuse(status: int, code: str, message: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    """An error as Wild Apricot writes it (section 4)."""
    body = msgspec.json.encode({"code": code, "message": message, "details": []})
    return Answer(status, body, headers=headers)


class Lists:
    """Answers for one state of the data; made anew after each change. ``searches`` outlive it."""

    def __init__(self, world: World, searches: dict[str, tuple[dict[str, str], float, int]]) -> None:
        self.world = world
        self.data = world.club.legacy
        self.searches = searches
        self.contacts_shown = list(self.data.contacts.values())
        if world.faults.has("half-members", "legacy"):
            self.contacts_shown = self.contacts_shown[: len(self.contacts_shown) // 2]
        if world.faults.has("few-members", "legacy"):
            self.contacts_shown = self.contacts_shown[:50]
        if world.faults.has("marks-gone", "legacy"):
            last = len(self.contacts_shown) - 1
            marks = {0, last // 2, last}
            self.contacts_shown = [row for place, row in enumerate(self.contacts_shown) if place not in marks]
        self.by_event = _grouped(self.data.registrations.values(), lambda row: row.event)
        self.by_invoice = _grouped(self.data.allocations.values(), lambda row: row.invoice)
        self.by_payment = _grouped(self.data.allocations.values(), lambda row: row.payment)
        self.by_refund = _grouped(self.data.allocations.values(), lambda row: row.refund)
        self.parts: dict[int, bytes] = {}
        self.filtered: dict[str, list[legacy.Contact]] = {}

    def contacts(self, one: str | None, query: dict[str, str]) -> Answer:
        """Contacts: asynchronous unless asked otherwise (2.2)."""
        if one is not None:
            row = self.data.contacts.get(_number(one))
            return refuse(404, "NotFound", "Contact not found.") if row is None else Answer(200, self._contact(row))
        if "resultId" in query:
            return self._poll(query["resultId"])
        if _flag(query, "$count") or query.get("$async", "true").lower() == "false":
            return self._contact_list(query)
        filters.parse(query["$filter"]) if query.get("$filter") else None
        ident = secrets.token_hex(16)
        self.searches[ident] = (query, self.world.clock.monotonic(), 0)
        return encode(self._search_state(ident, query, "Waiting"))

    def _search_state(self, ident: str, query: dict[str, str], state: str) -> dict[str, Any]:
        """What an asynchronous search says of itself; samples call the field State, the schema ProcessingState."""
        return {
            "ResultId": ident,
            "ResultUrl": f"{legacy_json.BASE}/Contacts?resultId={ident}",
            "Requested": legacy_json.stamped(self.world.clock.now()),
            "Processed": legacy_json.stamped(self.world.clock.now()) if state == "Complete" else None,
            "State": state,
            "InitialQuery": {
                "ObjectType": "Contact",
                "FilterExpression": query.get("$filter", ""),
                "SelectExpression": query.get("$select", ""),
                "ReturnIds": _flag(query, "idsOnly"),
            },
            "ErrorDetails": None,
        }

    def _poll(self, ident: str) -> Answer:
        """The first look finds it processing, later ones complete; after ten minutes it is gone."""
        query, begun, looks = self.searches.get(ident, ({}, -1e9, 0))
        if self.world.clock.monotonic() - begun > SEARCH_SECONDS:
            self.searches.pop(ident, None)
            return refuse(404, "NotFound", "Result not found.")
        self.searches[ident] = (query, begun, looks + 1)
        if not looks or self.world.faults.has("stuck-search", "legacy"):
            return encode(self._search_state(ident, query, "Processing"))
        found = msgspec.json.decode(self._contact_list(query).body)
        return encode(self._search_state(ident, query, "Complete") | found)

    def _contact_list(self, query: dict[str, str]) -> Answer:
        """A page, the ids of a page, or the count."""
        rows = self.contacts_shown
        if query.get("$filter"):
            rows = self._filtered(query["$filter"])
        if query.get("$sort", "").lower().startswith("name"):
            last_first = query["$sort"].lower().endswith("desc")
            rows = sorted(rows, key=lambda row: (row.last, row.first, row.id), reverse=last_first)
        if _flag(query, "$count"):
            return encode({"Count": len(rows)})
        page = _page(rows, query)
        if _flag(query, "idsOnly"):
            return encode({"ContactIdentifiers": [row.id for row in page]})
        return Answer(200, b'{"Contacts":[' + b",".join(map(self._contact, page)) + b"]}")

    def _filtered(self, text: str) -> list[legacy.Contact]:
        """The contacts a filter lets through, kept for its next pages."""
        if text not in self.filtered:
            test = filters.parse(text)

            def fits(row: legacy.Contact) -> bool:
                return test(lambda name: _contact_value(row, name))

            self.filtered[text] = [row for row in self.contacts_shown if fits(row)]
        return self.filtered[text]

    def _contact(self, row: legacy.Contact) -> bytes:
        """A contact's JSON, kept until it changes."""
        if row.id not in self.parts:
            self.parts[row.id] = msgspec.json.encode(legacy_json.contact(row))
        return self.parts[row.id]

    def _counts(self, event: int) -> tuple[int, int, int]:
        """Pending, confirmed and checked-in registrations of an event."""
        rows = [row for row in self.by_event.get(event, []) if row.status not in {"Canceled", "OnWaitlist"}]
        pending = sum(row.status == "Unpaid" for row in rows)
        return pending, len(rows) - pending, sum(row.checked_in for row in rows)

    def _totals(self, event: int) -> tuple[int, int]:
        """What was paid and what is due for an event, in cents."""
        rows = [row for row in self.by_event.get(event, []) if row.status not in {"Canceled", "OnWaitlist"}]
        return sum(row.paid for row in rows), sum(row.fee for row in rows)

    def events(self, one: str | None, query: dict[str, str]) -> Answer:
        """Events; Details come with a single one only."""
        if one is not None:
            row = self.data.events.get(_number(one))
            if row is None:
                return refuse(404, "NotFound", "Event not found.")
            return encode(legacy_json.event(row, self._counts(row.id), self._totals(row.id)))
        rows: list[legacy.Event] = list(self.data.events.values())
        if query.get("$filter"):
            test, now = filters.parse(query["$filter"]), self.world.clock.now()
            rows = [row for row in rows if test(lambda name, row=row: _event_value(row, name, now))]  # type: ignore[misc]
        rows.sort(key=lambda row: (row.start, row.id), reverse=query.get("$sort", "").lower().endswith("desc"))
        if _flag(query, "$count"):
            return encode({"Count": len(rows)})
        page = _page(rows, query)
        if _flag(query, "idsOnly"):
            return encode({"EventsIdentifiers": [row.id for row in page]})
        return encode({"Events": [legacy_json.event(row, self._counts(row.id)) for row in page]})

    def registrations(self, one: str | None, query: dict[str, str]) -> Answer:
        """Registrations, a bare array; wait-listed and cancelled ones only when asked for (2.4)."""
        if one is not None:
            row = self.data.registrations.get(_number(one))
            if row is None:
                return refuse(404, "NotFound", "Registration not found.")
            return encode(self._registration(row))
        if not any(query.get(name) for name in ("eventId", "contactId", "$filter")):
            return refuse(400, "Validation", "One of contactId, eventId, $filter is needed.")
        rows: Iterable[legacy.Registration] = self.data.registrations.values()
        if query.get("eventId"):
            rows = self.by_event.get(_number(query["eventId"]), [])
        if query.get("contactId"):
            contact = _number(query["contactId"])
            rows = [row for row in rows if row.contact == contact]
        if query.get("$filter"):
            test = filters.parse(query["$filter"])
            rows = [row for row in rows if test(lambda name, row=row: row.id if name == "id" else None)]  # type: ignore[misc]
        if not _flag(query, "includeWaitlist"):
            rows = [row for row in rows if row.status != "OnWaitlist"]
        if not _flag(query, "includeCanceled"):
            rows = [row for row in rows if row.status != "Canceled"]
        found = sorted(rows, key=lambda row: row.id)
        if _flag(query, "$count"):
            return encode({"Count": len(found)})
        page = _page(found, query)
        if _flag(query, "idsOnly"):
            return encode({"EventRegistrationsIdentifiers": [row.id for row in page]})
        return encode([self._registration(row) for row in page])

    def _registration(self, row: legacy.Registration) -> dict[str, Any]:
        return legacy_json.registration(row, self.data.events[row.event], self.data.contacts.get(row.contact))

    def types(self, one: str | None, query: dict[str, str]) -> Answer:
        """The registration types of an event."""
        event = self.data.events.get(
            _number(query.get("eventId", "0") if one is None else one) - (100_000 if one else 0)
        )
        if event is None:
            return refuse(400 if one is None else 404, "Validation", "eventId is needed.")
        made = legacy_json.registration_type(event)
        return encode(made if one else [made])

    def _documents(
        self, one: str | None, query: dict[str, str], table: dict[int, Any], write: Callable[[Any], Any], name: str
    ) -> Answer:
        """A financial document, or a page of them by document date (2.7)."""
        if one is not None:
            row = table.get(_number(one))
            return refuse(404, "NotFound", "Document not found.") if row is None else encode(write(row))
        rows = list(table.values())
        if query.get("contactId"):
            rows = [row for row in rows if row.contact == _number(query["contactId"])]
        if query.get("StartDate"):
            first = filters.read_moment(query["StartDate"])
            rows = [row for row in rows if row.dated >= first]
        if query.get("EndDate"):
            last = filters.read_moment(query["EndDate"])
            rows = [row for row in rows if row.dated <= last]
        if _flag(query, "$count"):
            return encode({"Count": len(rows)})
        page = _page(rows, query)
        if _flag(query, "idsOnly"):
            return encode({f"{name.removesuffix('s')}Identifiers": [row.id for row in page]})
        return encode({name: [write(row) for row in page]})

    def invoices(self, one: str | None, query: dict[str, str]) -> Answer:
        """Invoices; void ones only when asked for."""
        table = self.data.invoices
        if one is None:
            hidden = not _flag(query, "includeVoided")
            unpaid, paid = _flag(query, "unpaidOnly"), _flag(query, "paidOnly")
            table = {
                key: row
                for key, row in table.items()
                if not (hidden and row.voided) and not (unpaid and row.is_paid) and not (paid and not row.is_paid)
            }
        return self._documents(one, query, table, lambda row: legacy_json.invoice(row, self.data.contacts), "Invoices")

    def payments(self, one: str | None, query: dict[str, str]) -> Answer:
        """Payments."""
        return self._documents(
            one, query, self.data.payments, lambda row: legacy_json.payment(row, self.data.contacts), "Payments"
        )

    def refunds(self, one: str | None, query: dict[str, str]) -> Answer:
        """Refunds."""
        return self._documents(
            one, query, self.data.refunds, lambda row: legacy_json.refund(row, self.data.contacts), "Refunds"
        )

    def donations(self, one: str | None, query: dict[str, str]) -> Answer:
        """Donations; their wrapper is called Payments, as the schema has it."""
        return self._documents(
            one, query, self.data.donations, lambda row: legacy_json.donation(row, self.data.contacts), "Payments"
        )

    def allocations(self, one: str | None, query: dict[str, str]) -> Answer:
        """Allocations of one invoice, payment or refund, a bare array."""
        folded = {name.lower(): value for name, value in query.items()}
        for name, grouped in (
            ("invoiceid", self.by_invoice),
            ("paymentid", self.by_payment),
            ("refundid", self.by_refund),
        ):
            if one is None and folded.get(name):
                rows = grouped.get(_number(folded[name]), [])
                return encode([legacy_json.allocation(row, self.data.invoices) for row in rows])
        return refuse(400, "Validation", "One of InvoiceId, PaymentId, RefundId is needed.")


def _grouped(rows: Iterable[Any], key: Callable[[Any], int | None]) -> dict[int, list[Any]]:
    """Rows by a key of theirs; rows without it are left out."""
    made: dict[int, list[Any]] = {}
    for row in rows:
        place = key(row)
        if place is not None:
            made.setdefault(place, []).append(row)
    return made


def _flag(query: dict[str, str], name: str) -> bool:
    return query.get(name, "").lower() == "true"


def _number(text: str) -> int:
    """An id. Raises ValueError, which becomes a 400."""
    return int(text)


def _page(rows: list[Any], query: dict[str, str]) -> list[Any]:
    """The asked page, never more than 100 rows, whatever is asked."""
    skip = max(0, int(query.get("$skip", "0")))
    top = int(query.get("$top", str(PAGE)))
    return rows[skip : skip + (min(top, PAGE) if top > 0 else PAGE)]


CONTACT_FIELDS: dict[str, Callable[[legacy.Contact], filters.Value]] = {
    "id": attrgetter("id"),
    "user id": attrgetter("id"),
    "profile last updated": attrgetter("updated"),
    "lastupdated": attrgetter("updated"),
    "creation date": attrgetter("created"),
    "archived": attrgetter("archived"),
    "isarchived": attrgetter("archived"),
    "member": lambda row: row.level is not None,
    "ismember": lambda row: row.level is not None,
    "suspended member": attrgetter("suspended"),
    "email": attrgetter("email"),
    "e-mail": attrgetter("email"),
    "first name": attrgetter("first"),
    "firstname": attrgetter("first"),
    "last name": attrgetter("last"),
    "lastname": attrgetter("last"),
    "phone": attrgetter("phone"),
    "status": attrgetter("status"),
    "membership status": attrgetter("status"),
    "membership level id": attrgetter("level"),
}
"""What contacts can be searched by: field names and system codes, folded."""


def _contact_value(row: legacy.Contact, name: str) -> filters.Value:
    """A contact's value. Raises FilterError for what cannot be searched."""
    if name not in CONTACT_FIELDS:
        raise filters.FilterError(f"{name} cannot be searched")
    return CONTACT_FIELDS[name](row)


def _event_value(row: legacy.Event, name: str, now: datetime) -> filters.Value:
    """An event's value by name, folded. Raises FilterError."""
    known: dict[str, filters.Value] = {
        "id": row.id,
        "startdate": row.start,
        "enddate": row.end,
        "isupcoming": row.start > now,
        "registrationenabled": True,
        "tags": row.tags,
        "name": row.title,
        "textindex": row.title,
    }
    if name not in known:
        raise filters.FilterError(f"{name} cannot be searched")
    return known[name]
