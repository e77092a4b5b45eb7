"""The figures of the chain of money: what explains the difference, totals, ClubOS's totals, the sign-off. Pure."""

from collections.abc import Iterator

from clubos_desktop.model.chain import REASON_WORDS, By, MoneyTotal
from clubos_desktop.model.evidence import Books, EnteredTotal, Evidence
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.money import show

Named = tuple[str, str, str]
"""Key, what it is, value."""

SINGLE = "books.month."
"""How the keys of figures begin that stand in their own tables alone."""

_FLOW = ("received", "paid", "donated", "refunded", "difference", "explained", "open", "closing")
FLOW_WORDS = (
    "received",
    "paid on invoices",
    "donated",
    "given back",
    "difference",
    "explained line by line",
    "still open on invoices",
    "owed after all movements",
)
"""What the figures of a currency are called, in the order of ``flow_keys``."""


def flow_keys(currency: str) -> tuple[str, ...]:
    """The keys of a currency's figures."""
    return tuple(f"books.flow.{currency}.{name}" for name in _FLOW)


def figures(evidence: Evidence) -> Iterator[Named]:
    """Every figure that the pages about the chain print."""
    books = evidence.books
    if books is None:
        return
    for flow in books.chain.flows:
        for key, name, word in zip(flow_keys(flow.currency), _FLOW, FLOW_WORDS, strict=True):
            name_ = f"Money {flow.currency or 'without a currency'}: {word}"
            yield key, name_, plain(getattr(flow, name), flow.currency)
    yield "books.lines", "Lines that explain the difference", f"{len(books.chain.lines):,}"
    yield "books.asking", "Of these without a person's word", f"{len(books.asking):,}"
    yield "books.balances", "Contacts whose stated balance does not fit", f"{len(books.chain.balances):,}"
    for number, line in enumerate(books.chain.lines):
        name_ = f"{line.text} {REASON_WORDS[line.reason]}"
        yield f"{SINGLE}line.{number}", name_, plain(line.effect, line.currency)
    for number, month in enumerate(books.chain.months):
        parts = (month.opening, month.invoiced, month.donated, month.refunded, month.received, month.closing)
        value = ", ".join(plain(part, month.currency) for part in parts)
        yield f"{SINGLE}owed.{number}", f"Owed, {month.month or 'no date'} {month.currency}".strip(), value
    for number, total in enumerate(totals(books)):
        name_ = f"{DOMAIN_LABELS[total.domain]}, {called(total)} {total.currency}".strip()
        yield f"{SINGLE}total.{number}", name_, f"{total.count:,}: {plain(total.amount, total.currency)}"
    for number, each in enumerate(evidence.entered):
        yield f"books.entered.{number}", f"ClubOS, {entered_name(each)}", plain(each.amount, each.currency)
    signed = evidence.signoff
    if signed is not None:
        yield "books.signed", "Hash of the figures that the treasurer signed", signed.signed[:16]
        yield "books.signed.now", "Hash of these figures now", signed.now[:16]


def totals(books: Books) -> tuple[MoneyTotal, ...]:
    """The totals that a pack prints: all but those of months (they stand in the account) and of single events."""
    return tuple(each for each in books.chain.totals if each.by in (By.LEVEL, By.TENDER))


def called(total: MoneyTotal) -> str:
    """What a total is of."""
    return total.group or {By.LEVEL: "without a level", By.TENDER: "means not said"}[total.by]


def entered_name(each: EnteredTotal) -> str:
    """What a total of ClubOS is of: "payments 2026-11, until 2026-11-30"."""
    what = {"opening": "owed at first", "closing": "owed at last"}.get(each.part, DOMAIN_LABELS[each.domain].lower())
    return f"{what} {each.group}".strip() + (f", until {each.until}" if each.until else "")


def plain(minor: int, currency: str) -> str:
    """An amount without its currency, which stands beside it."""
    return show(minor, currency).removesuffix(f" {currency}")
