"""The domains of the parallel-run model (section 2) and the fields each one holds."""

from enum import StrEnum


class Side(StrEnum):
    """Which of the two systems. On screen they are called by name, never "legacy" (ui.md section 1)."""

    LEGACY = "legacy"
    CLUBOS = "clubos"

    __hash__ = str.__hash__  # an enum's own asks for its name first, and these are the keys of much

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.CLUBOS if self is Side.LEGACY else Side.LEGACY


class Domain(StrEnum):
    """What is copied. The order is the order of reading: registrations need members and events."""

    FIELDS = "fields"
    LEVELS = "levels"
    GROUPS = "groups"
    MEMBERS = "members"
    EVENTS = "events"
    REGISTRATIONS = "registrations"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    ALLOCATIONS = "allocations"
    REFUNDS = "refunds"
    DONATIONS = "donations"

    __hash__ = str.__hash__


PAIRED = (Domain.MEMBERS, Domain.EVENTS, Domain.REGISTRATIONS)
"""Domains that both systems show record by record, so that records are paired and compared."""

FINANCE = (Domain.INVOICES, Domain.PAYMENTS, Domain.ALLOCATIONS, Domain.REFUNDS, Domain.DONATIONS)
"""ClubOS gives no amounts (clubos-api.md finding 8): these are checked within the legacy system, never called equal."""
