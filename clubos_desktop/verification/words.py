"""Numbers as people read them, with their whole."""

from clubos_desktop.model.domains import Domain

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


def counted(n: int, one: str, many: str = "") -> str:
    """Like "1 member", "1,200 members"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def of(part: int, whole: int) -> str:
    """Like "1,199 of 1,200"."""
    return f"{part:,} of {whole:,}"


def percent(part: int, whole: int) -> str:
    """Like "1.4 %"; it shows as 0 or 100 % only where it is, to four places."""
    share = part * 100 / whole
    for places in (1, 2, 3, 4):
        text = f"{share:.{places}f}"
        if (part in {0, whole}) or float(text) not in {0.0, 100.0}:
            break
    return f"{text.rstrip('0').rstrip('.')} %"


def listed(parts: list[str]) -> str:
    """Like "a", "a and b", "a, b and c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
