"""The page about money in words: its answer, its lists, the sign-off. No Qt in here."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from clubos_desktop.model.chain import REASON_WORDS, BalanceLine, By, Flow, MoneyLine, Month
from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.model.evidence import EnteredTotal, SignOff
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.money import show
from clubos_desktop.model.time import MONTHS, spell
from clubos_desktop.verification.reconciled import Reconciled, TotalRow
from clubos_desktop.verification.words import ONE
from ui.models.rows import Column
from ui.places import Fold
from ui.tone import Tone
from ui.treasury import Money
from ui.words import count, listed, moment

Line = tuple[MoneyLine, str, bool]
"""A line, its note, and whether it still asks for a person's word."""

BY_WORDS = {By.MONTH: "Month", By.LEVEL: "Level", By.EVENT: "Event", By.TENDER: "Paid by"}
"""What totals are told apart by, as the buttons say it."""


def amount(minor: int, currency: str) -> str:
    """Like "1,120.00 USD"; without a currency the bare number."""
    return show(minor, currency) if currency else f"{minor:,} without a currency"


def heading(money: Money) -> tuple[str, str]:
    """The answer above the page, and the line of why."""
    found = money.found
    if found is None:
        return "No money was copied yet.", "Invoices and payments come with the first copy of Wild Apricot."
    asking, flows = found.books.asking, found.books.chain.flows
    told = Counter(line.currency for line in found.books.chain.lines)
    open_ = Counter(line.currency for line in asking)
    if asking:
        answer = f"{count(len(asking), 'amount')} {'needs' if len(asking) == 1 else 'need'} a word from you."
    elif found.signoff is not None and found.signoff.holds:
        answer = f"Every cent is explained, and signed until {spell(found.signoff.until)}."
    elif found.signoff is not None:
        answer = "The treasurer's sign-off is void."
    else:
        answer = "Every cent is explained. The treasurer has not signed yet."
    return answer, " ".join(
        _flow(flow, told[flow.currency], open_[flow.currency]) for flow in flows
    ) or "There is no money."


def _flow(flow: Flow, lines: int, asking: int) -> str:
    """What came in, what it was used for, and what the lines say of the rest; ``asking`` of them have no reason yet."""
    parts = [f"{amount(flow.paid, flow.currency)} on invoices"]
    parts += [f"{amount(flow.donated, flow.currency)} donated"] if flow.donated else []
    parts += [f"{amount(flow.refunded, flow.currency)} given back"] if flow.refunded else []
    left = f"{amount(flow.difference, flow.currency)} between them " if flow.difference else "nothing "
    how = "is left between them."
    if flow.difference and asking:
        stand = "stands" if lines == 1 else "stand"
        how = f"{stand} in {count(lines, 'line')}; {asking} of them {'has' if asking == 1 else 'have'} no reason yet."
    elif flow.difference:
        how = f"is explained by {count(lines, 'line')}, to the last cent."
    return f"Received {amount(flow.received, flow.currency)}; used: {listed(parts)}; {left}{how}"


def lines(found: Reconciled) -> tuple[Line, ...]:
    """Every line, those that ask first."""
    asking = {line.id for line in found.books.asking}
    return tuple((line, note, line.id in asking) for line, note in found.lines())


def document(line: MoneyLine) -> str:
    """What a line is about: "Invoice 00042"."""
    number = line.text.partition(" ")[2].partition(" ")[0] if line.domain is Domain.INVOICES else line.key
    return f"{ONE[line.domain].capitalize()} {number}"


def state(line: Line) -> tuple[Tone, str]:
    """How a line stands."""
    if line[2]:
        return Tone.NEEDS, "To explain"
    return (Tone.GOOD, "Noted") if line[1] else (Tone.GOOD, "Explained")


LINE_COLUMNS: tuple[Column[Line], ...] = (
    Column("State", lambda line: state(line)[1], width=120, tone=lambda line: state(line)[0]),
    Column("Document", lambda line: document(line[0]), stretch=2, strong=True),
    Column("Reason", lambda line: line[1] or REASON_WORDS[line[0].reason], stretch=3, least=Fold.SYMBOLS),
    Column("Difference", lambda line: amount(line[0].effect, line[0].currency), width=130, number=True),
)


def month(name: str) -> str:
    """A month with its name: "Nov 2026"."""
    year, _, number = name.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}" if number else name


def group(row: TotalRow, by: By) -> str:
    """What a row of totals is called."""
    return month(row.group) if by is By.MONTH and row.group else row.label


def total_columns(by: By, currencies: Collection[str]) -> tuple[Column[TotalRow], ...]:
    """The columns of totals; the currency has its own where there are several."""
    many = len(currencies) > 1

    def money(place: int) -> Column[TotalRow]:
        title = ("Invoices", "Payments", "Refunds", "Donations")[place]
        least = Fold.SYMBOLS if place > 1 else 0
        return Column(title, lambda row: _plain(row.amounts[place], row.currency), width=98, number=True, least=least)

    currency: tuple[Column[TotalRow], ...] = (Column("Currency", lambda row: row.currency or "none", width=90),)
    return (
        Column(BY_WORDS[by], lambda row: group(row, by), stretch=3, strong=True),
        *(currency if many else ()),
        *(money(place) for place in range(4)),
        Column("In ClubOS", _compared, width=136, tone=_compared_tone, least=Fold.SIDE_BY_SIDE),
    )


def _plain(minor: int, currency: str) -> str:
    return show(minor, currency).removesuffix(f" {currency}") if currency else f"{minor:,}"


def _compared(row: TotalRow) -> str:
    if all(each is None for each in row.entered):
        return "Not entered"
    return "Differs" if row.differs else "Same"


def _compared_tone(row: TotalRow) -> Tone:
    said = _compared(row)
    return {"Not entered": Tone.UNMEASURED, "Differs": Tone.PROBLEM, "Same": Tone.GOOD}[said]


def row_facts(row: TotalRow, by: By, months: Iterable[Month]) -> dict[str, str]:
    """All figures of a row of totals, with what is owed before and after a month."""
    kinds = (Domain.INVOICES, Domain.PAYMENTS, Domain.REFUNDS, Domain.DONATIONS)
    facts = {}
    there = next((each for each in months if (each.month, each.currency) == (row.group, row.currency)), None)
    if by is By.MONTH and there is not None:
        facts["Owed before"] = amount(there.opening, row.currency)
    for kind, mine, theirs in zip(kinds, row.amounts, row.entered, strict=True):
        said = amount(mine, row.currency)
        facts[DOMAIN_LABELS[kind]] = said if theirs is None else f"{said}; in ClubOS {amount(theirs, row.currency)}"
    if by is By.MONTH and there is not None:
        facts["Owed after"] = amount(there.closing, row.currency)
    return facts


def entered_name(each: EnteredTotal) -> str:
    """What a total is of: "Payments, Nov 2026"."""
    if each.part in ("opening", "closing"):
        return f"Owed {'before the first' if each.part == 'opening' else 'after the last'} movement"
    name = month(each.group) if each.part == By.MONTH else each.group
    return f"{DOMAIN_LABELS[each.domain]}{f', {name}' if name else ''}"


def _legacy(each: EnteredTotal) -> str:
    return "–" if each.legacy is None else amount(each.legacy, each.currency)


def _agrees(each: EnteredTotal) -> tuple[Tone, str]:
    if each.part == "opening":
        return Tone.UNMEASURED, "Noted"
    return (Tone.GOOD, "Same") if each.legacy == each.amount else (Tone.PROBLEM, "Differs")


ENTERED_COLUMNS: tuple[Column[EnteredTotal], ...] = (
    Column("What", entered_name, stretch=3, strong=True),
    Column("In Wild Apricot", _legacy, width=150, number=True),
    Column("In ClubOS", lambda each: amount(each.amount, each.currency), width=150, number=True),
    Column("", lambda each: _agrees(each)[1], width=110, tone=lambda each: _agrees(each)[0]),
    Column("Proof", lambda each: each.file or "none", stretch=2, least=Fold.SIDE_BY_SIDE),
)


def entered_facts(each: EnteredTotal, names: dict[str, str], zone: str, now: datetime) -> dict[str, str]:
    """All that is known of an entered total."""
    return {
        "Counts documents until": spell(each.until) if each.until else "all days",
        "Read by": names.get(each.by, "somebody"),
        "Entered": moment(each.at, zone, now),
        "Proof": each.file or "none",
        "Check number of the proof": each.sha256[:8] or "–",
    }


Balance = tuple[BalanceLine, str]
"""A contact's balance, and what the contact is called."""

BALANCE_COLUMNS: tuple[Column[Balance], ...] = (
    Column("Contact", lambda each: each[1], stretch=3, strong=True),
    Column("Stated balance", lambda each: amount(each[0].stated, each[0].currency), width=150, number=True),
    Column("Owed by documents", lambda each: amount(each[0].owed, each[0].currency), width=170, number=True),
    Column("Paid ahead", lambda each: amount(each[0].unused, each[0].currency), width=130, number=True),
)


def balances(found: Reconciled) -> tuple[Balance, ...]:
    """Contacts whose stated balance is another one than their documents come to, by name."""
    named = [(each, found.people.get(each.key, each.key)) for each in found.books.chain.balances]
    return tuple(sorted(named, key=lambda each: each[1].casefold()))


def unclosed(found: Reconciled) -> str:
    """Where ClubOS's entered opening and movements do not give its closing; "" where they do."""
    said = [amount(gap, currency) for currency, gap in found.unclosed]
    return f"ClubOS's opening and movements miss its closing by {listed(said)}." if said else ""


def sign_off(signed: SignOff | None, names: dict[str, str]) -> tuple[Tone, str, str]:
    """How the signature stands: tone, sentence, what to know or do."""
    if signed is None:
        return (
            Tone.UNMEASURED,
            "The treasurer has not signed these figures.",
            "The signature names exactly these figures. When one of them changes, it is void, and the reason is shown.",
        )
    who, day = names.get(signed.by, "somebody"), spell(signed.until)
    if signed.holds:
        return Tone.GOOD, f"{who} signed all money until {day}.", "Not one figure has changed since."
    more = len(signed.changes) - 4
    said = " ".join(signed.changes[:4]) + (f" And {count(more, 'more change')}." if more > 0 else "")
    return (
        Tone.PROBLEM,
        f"Void: the signature of {who} for all money until {day}.",
        f"{said} Look at them and sign again.",
    )


def of_line(identity: str) -> tuple[Domain, str]:
    """The document of a line: kind and key."""
    kind, _, key = identity.partition(":")
    return Domain(kind) if kind in FINANCE else Domain.PAYMENTS, key
