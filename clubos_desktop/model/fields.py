"""What each field is called on screen, which fields are compared, and which ones a side cannot show at all."""

from dataclasses import dataclass

from clubos_desktop.model.domains import Domain, Side


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record as people see it. ``name`` is the attribute of the record type."""

    name: str
    label: str


COMPARED: dict[Domain, tuple[Field, ...]] = {
    Domain.MEMBERS: (
        Field("first_name", "First name"),
        Field("last_name", "Last name"),
        Field("email", "E-mail"),
        Field("phone", "Phone"),
        Field("status", "Status"),
        Field("level", "Level"),
        Field("joined", "Member since"),
    ),
    Domain.EVENTS: (
        Field("title", "Title"),
        Field("start", "Start"),
        Field("end", "End"),
        Field("location", "Place"),
        Field("capacity", "Places"),
        Field("category", "Category"),
        Field("published", "Published"),
        Field("description", "Description"),
    ),
    Domain.REGISTRATIONS: (
        Field("status", "Status"),
        Field("registered", "Registered on"),
    ),
}
"""Fields that both systems show, in the order in which they are listed (clubos-api.md sections B and C)."""

NOT_COMPARABLE: dict[Domain, tuple[Field, ...]] = {
    Domain.MEMBERS: (
        Field("organization", "Organisation"),
        Field("renewal_due", "Renewal due"),
        Field("balance", "Balance"),
        Field("archived", "Archived"),
        Field("suspended", "Suspended"),
        Field("bundle", "Bundle"),
        Field("groups", "Groups"),
        Field("custom", "Club's own fields"),
    ),
    Domain.EVENTS: (Field("zone", "Time zone"), Field("tags", "Tags")),
    Domain.REGISTRATIONS: (
        Field("ticket", "Ticket type"),
        Field("guests", "Guests"),
        Field("checked_in", "Checked in"),
        Field("fee", "Fee"),
        Field("paid", "Paid"),
    ),
    Domain.INVOICES: (Field("amount", "Invoices"),),
    Domain.PAYMENTS: (Field("amount", "Payments"),),
    Domain.ALLOCATIONS: (Field("amount", "Payments set against invoices"),),
    Domain.REFUNDS: (Field("amount", "Refunds"),),
    Domain.DONATIONS: (Field("amount", "Donations"),),
}
"""Fields that ClubOS's interface does not show (clubos-api.md E): "cannot be compared", never "equal"."""

DOMAIN_LABELS: dict[Domain, str] = {
    Domain.FIELDS: "Contact fields",
    Domain.LEVELS: "Levels",
    Domain.GROUPS: "Groups",
    Domain.MEMBERS: "Members",
    Domain.EVENTS: "Events",
    Domain.REGISTRATIONS: "Registrations",
    Domain.INVOICES: "Invoices",
    Domain.PAYMENTS: "Payments",
    Domain.ALLOCATIONS: "Payments set against invoices",
    Domain.REFUNDS: "Refunds",
    Domain.DONATIONS: "Donations",
}

ONE: dict[Domain, str] = {
    Domain.FIELDS: "contact field",
    Domain.LEVELS: "level",
    Domain.GROUPS: "group",
    Domain.MEMBERS: "member",
    Domain.EVENTS: "event",
    Domain.REGISTRATIONS: "registration",
    Domain.INVOICES: "invoice",
    Domain.PAYMENTS: "payment",
    Domain.ALLOCATIONS: "allocation",
    Domain.REFUNDS: "refund",
    Domain.DONATIONS: "donation",
}
"""What one record of a domain is called."""

SIDE_LABELS: dict[Side, str] = {Side.LEGACY: "Wild Apricot", Side.CLUBOS: "ClubOS"}
