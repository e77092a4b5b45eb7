"""The chain of money as figures: invoice, payment, allocation, refund, balance. Amounts are minor units of a currency.

Amounts of two currencies never stand in one figure: every value here names its currency, "" where the source names
none. Days and months are the club's own.
"""

from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.records import Day


class Reason(StrEnum):
    """Why money that came in is not the money that was used. The order is that of attention."""

    UNEXPLAINED = "unexplained"
    REFUND = "refund"
    OVERUSED = "overused"
    VOID = "void"
    NOTHING = "nothing"
    STATED = "stated"
    CURRENCY = "currency"
    GIFT = "gift"
    UNAPPLIED = "unapplied"
    ROUNDING = "rounding"


REASON_WORDS: dict[Reason, str] = {
    Reason.UNEXPLAINED: "No reason found",
    Reason.REFUND: "Refund larger than its payment",
    Reason.OVERUSED: "Used for more than it is",
    Reason.VOID: "Void invoice with money on it",
    Reason.NOTHING: "Points to something that is not there",
    Reason.STATED: "Says something else than its lines",
    Reason.CURRENCY: "Another currency",
    Reason.GIFT: "Donation without its payment",
    Reason.UNAPPLIED: "Payment not used yet",
    Reason.ROUNDING: "Rounding",
}
"""The reasons as they stand in lists."""

EXPLAINED = frozenset({Reason.UNAPPLIED, Reason.ROUNDING})
"""Reasons that are no fault: money paid ahead, and what rounding leaves. The others need a person's word."""


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One document that makes received and used money differ by ``effect``, and why. ``text`` names no person."""

    domain: Domain
    key: str
    day: Day
    currency: str
    effect: int
    reason: Reason
    text: str

    @property
    def id(self) -> str:
        """What a note about the line names."""
        return f"{self.domain.value}:{self.key}"

    @property
    def asks(self) -> bool:
        """True when a person has to say why, or to correct it."""
        return self.reason not in EXPLAINED


@dataclass(frozen=True, slots=True)
class Flow:
    """All money of one currency: what came in, and what it was used for.

    ``paid`` is what invoices that are not void state as paid, ``open`` what is left of them. The difference is
    explained line by line: it is the sum of the lines' effects, always.
    """

    currency: str
    invoiced: int
    paid: int
    received: int
    donated: int
    refunded: int
    explained: int

    @property
    def open(self) -> int:
        """What invoices still ask for."""
        return self.invoiced - self.paid

    @property
    def difference(self) -> int:
        """Received, less what is stated to be paid, given and given back."""
        return self.received - self.paid - self.donated - self.refunded

    @property
    def closing(self) -> int:
        """What is owed after all movements: opening 0, charged, less received."""
        return self.invoiced + self.donated + self.refunded - self.received

    @property
    def balanced(self) -> bool:
        """Closing by movements is closing by documents: open invoices less what the lines explain."""
        return self.closing == self.open - self.explained


@dataclass(frozen=True, slots=True)
class Month:
    """One month of what is owed in a currency: ``closing`` = ``opening`` + charged - received."""

    month: str
    currency: str
    opening: int
    invoiced: int
    received: int
    donated: int
    refunded: int
    closing: int


class By(StrEnum):
    """What totals are told apart by."""

    MONTH = "month"
    LEVEL = "level"
    EVENT = "event"
    TENDER = "tender"


@dataclass(frozen=True, slots=True)
class MoneyTotal:
    """One total. ``group`` is a month, a level's name, an event's key or a tender; "" is what belongs to none."""

    by: By
    group: str
    domain: Domain
    currency: str
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A contact whose stated balance is not what the documents come to; ``used`` counts unused payments too."""

    key: str
    currency: str
    stated: int
    owed: int
    unused: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything that follows from the documents."""

    flows: tuple[Flow, ...] = ()
    lines: tuple[MoneyLine, ...] = ()
    months: tuple[Month, ...] = ()
    totals: tuple[MoneyTotal, ...] = ()
    balances: tuple[BalanceLine, ...] = ()
