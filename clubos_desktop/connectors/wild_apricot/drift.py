"""Notices when Wild Apricot renames or drops a field that people rely on (features.md R18).

A missing field of one record is nothing; one that no record of a page has any more would read as "emptied everywhere".
"""

from collections.abc import Mapping

from clubos_desktop.connectors.wild_apricot.api import contract
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.protocols import Pages
from clubos_desktop.model.runs import Listing, Page

WATCHED: Mapping[Domain, tuple[str, ...]] = {
    Domain.MEMBERS: ("FirstName", "LastName", "Email", "FieldValues"),
    Domain.EVENTS: ("Name", "StartDate", "AccessLevel", "Details"),
    Domain.REGISTRATIONS: ("Event", "Contact", "Status", "RegistrationDate", "OnWaitlist"),
    Domain.INVOICES: ("Value", "DocumentDate", "PaidAmount", "IsPaid"),
    Domain.PAYMENTS: ("Value", "DocumentDate", "AllocatedValue"),
    Domain.REFUNDS: ("Value", "DocumentDate"),
    Domain.DONATIONS: ("Value", "DonationDate"),
    Domain.ALLOCATIONS: ("Value",),
}
"""Fields that every record of a domain carries, even where they are empty (wild-apricot-api.md 2.5 to 2.7)."""

TOGETHER: Mapping[Domain, tuple[tuple[str, str], ...]] = {
    Domain.MEMBERS: (("Status", "MembershipLevel"), ("MembershipLevel", "Status"))
}
"""Fields that come with another one: where somebody has the first, somebody has the second."""


def watched(pages: Pages) -> Pages:
    """A listing whose every page is looked at. Raises ContractError that names what is gone from all of a page."""
    try:
        while True:
            try:
                piece = next(pages)
            except StopIteration as end:
                listing: Listing = end.value
                return listing
            if isinstance(piece, Page):
                _check(piece)
            yield piece
    finally:
        pages.close()


def _check(page: Page) -> None:
    body = page.body
    if body.rstrip(b"}] \t\r\n").endswith(b"["):
        return  # nobody in it
    gone = {name for name in WATCHED.get(page.domain, ()) if not _has(body, name)}
    gone |= {name for first, name in TOGETHER.get(page.domain, ()) if _has(body, first) and not _has(body, name)}
    if gone:
        raise contract(DOMAIN_LABELS[page.domain].lower(), f"no record has {', '.join(sorted(gone))} any more")


def _has(body: bytes, name: str) -> bool:
    return b'"%b":' % name.encode() in body
