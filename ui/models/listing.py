"""The rows of a list of differences, how it is narrowed and sorted. No Qt in here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from clubos_desktop.findings.reading import FindingFilter
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS
from clubos_desktop.model.findings import Finding
from clubos_desktop.store.views import Order
from ui.models.differing import clubos_text, field_text, wild_apricot_text
from ui.models.rows import Column
from ui.models.settling import standing_tone, standing_word
from ui.places import Fold

ORDERS = {
    Order.HARM: "Most harmful first",
    Order.RECORD: "By record",
    Order.WHO: "By name",
    Order.FIELD: "By field",
    Order.SEEN: "Oldest first",
}
"""The orders that the box offers; pressing a header gives the others."""

BY_COLUMN = (Order.WHO, Order.FIELD, Order.LEGACY, Order.CLUBOS)
"""What pressing the header of each column sorts by."""

EVERYTHING = ""
WHATS = ((EVERYTHING, "Everything"), *((domain.value, DOMAIN_LABELS[domain]) for domain in (*PAIRED, *FINANCE)))


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in its list; ``first`` is False below another one of the same record when the list is by record."""

    finding: Finding
    first: bool = True


def rows_of(found: Iterable[Finding], order: Order, last: Finding | None) -> list[Row]:
    """Findings as rows; ``last`` is the one before the first of them."""
    rows = []
    for each in found:
        first = order is not Order.RECORD or last is None or _record(last) != _record(each)
        rows.append(Row(each, first))
        last = each
    return rows


def _record(finding: Finding) -> tuple[str, str | None, str | None]:
    return finding.difference.domain, finding.difference.legacy_id, finding.difference.clubos_id


def _of(text: Callable[[Finding], str]) -> Callable[[Row], str]:
    return lambda row: text(row.finding)


COLUMNS: tuple[Column[Row], ...] = (
    Column("Who or what", lambda row: row.finding.difference.who if row.first else "", stretch=4, strong=True),
    Column("Field", lambda row: field_text(row.finding.difference), width=165),
    Column("Wild Apricot", lambda row: wild_apricot_text(row.finding.difference), stretch=3),
    Column("ClubOS", lambda row: clubos_text(row.finding.difference), stretch=3),
    Column(
        "State", _of(standing_word), width=160, tone=lambda row: standing_tone(row.finding), least=Fold.THREE_COLUMNS
    ),
)


def fields_of(domain: str) -> list[tuple[str, str]]:
    """The fields that a list of a domain can be narrowed to: (label, name)."""
    found = COMPARED.get(Domain(domain), ()) if domain else ()
    return [("Every field", EVERYTHING), *((each.label, each.name) for each in found)]


def narrowed(
    wanted: FindingFilter, domain: str, field: str, text: str, order: Order, *, descending: bool
) -> FindingFilter:
    """The filter with what was chosen and typed above the list."""
    x = wanted.differences
    return replace(
        wanted,
        differences=replace(
            x,
            domain=Domain(domain) if domain else x.domain,
            field=field or x.field,
            text=text,
            order=order,
            descending=descending,
        ),
    )
