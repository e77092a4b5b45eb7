"""The money: what explains every cent, ClubOS's totals, the treasurer's sign-off, totals, and the stated figures."""

from clubos_desktop.evidence import money_figures
from clubos_desktop.evidence.figures import MONTHLY, Figures, amount
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.money_figures import FLOW_WORDS, flow_keys
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages.front import figure_cell
from clubos_desktop.evidence.pages.times import short_day
from clubos_desktop.evidence.paper import NEEDS_YOU, SECONDARY, TEXT
from clubos_desktop.model.chain import REASON_WORDS
from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.model.evidence import BookLine, Books
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.verification.words import listed


def money(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """Wild Apricot's own books in their sums."""
    flow.heading("Money", "Payments")
    flow.paragraph(
        "ClubOS shows no amounts to this program. Wild Apricot's own books must add up: what was received against what "
        "it was used for, and each amount it states against the allocations behind it.",
        ink=SECONDARY,
    )
    books = pack.evidence.books
    if books is None:
        flow.paragraph("Not measured: invoices and payments were not copied yet.", bold=True)
        return
    _flows(flow, books, figures)
    _signed(flow, pack, figures)
    _entered(flow, pack, figures)
    _told_apart(flow, books, figures)
    flow.heading("What Wild Apricot states, against its allocations", fresh=False, level=1)
    keys = ("amount", "stated", "found", "gap")
    totals = []
    for chain, currency in dict.fromkeys((line.chain, line.currency) for line in books.lines):
        cells = [figure_cell(figures, f"books.{chain}.{currency}.{key}") for key in keys]
        totals.append([Cell(f"{DOMAIN_LABELS[Domain(chain)]}, {currency or 'no currency'}"), *cells])
    flow.table(_TOTALS, totals or [[Cell("No money was found."), *[Cell("")] * 4]])
    flow.heading("Single faults", fresh=False, level=1)
    columns = (Column("Listed under the differences", 280), Column("Faults", 90, "right", ids=True))
    flow.table(columns, [[Cell(DOMAIN_LABELS[each]), figure_cell(figures, f"books.faults.{each}")] for each in FINANCE])
    flow.paragraph("Month by month, and each document that explains the difference: in the annex.", ink=SECONDARY)


def months(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """What explains the difference, what is owed, and the books, each line and each month: in the annex."""
    books = pack.evidence.books
    if books is None:
        return
    flow.heading("Money, line by line and month by month", "Payments")
    _explained(flow, books, figures)
    _owed(flow, books, figures)
    flow.heading("Month by month", fresh=False, level=1)
    runs = [figure.runs for figure in figures.all if figure.key.startswith(MONTHLY)]
    numbers = sorted({int(run.removeprefix("run ")) for each in runs for run in each})
    flow.paragraph(f"From {listed([f'run {number}' for number in numbers]) or 'no run'}.", ink=SECONDARY)
    rows = [_line(line, figures[f"{MONTHLY}{place}"].id) for place, line in enumerate(books.lines)]
    flow.table(_BOOKS, rows, size=8, pad=2)


def _line(line: BookLine, identity: str) -> list[Cell]:
    alarm = NEEDS_YOU.ink if line.gap else TEXT
    return [
        Cell(DOMAIN_LABELS[Domain(line.chain)]),
        Cell(line.month or "no date"),
        Cell(line.group or "–"),
        *(Cell(amount(minor, line.currency)) for minor in (line.amount, line.stated, line.found)),
        Cell(amount(line.gap, line.currency), identity, bold=bool(line.gap), ink=alarm),
    ]


_TOTALS = (
    Column("Chain", 139.28),
    Column("Amount", 90, "right", ids=True),
    Column("Stated", 90, "right", ids=True),
    Column("Adds up to", 90, "right", ids=True),
    Column("Unexplained", 90, "right", ids=True),
)
_BOOKS = (
    Column("Chain", 62),
    Column("Month", 48),
    Column("Origin or means", 113.28),
    Column("Amount", 66, "right"),
    Column("Stated", 66, "right"),
    Column("Adds up to", 66, "right"),
    Column("Unexplained", 78, "right", ids=True),
)


def _flows(flow: Flow, books: Books, figures: Figures) -> None:
    """What came in and what it was used for, each currency by itself."""
    flow.heading("What came in, and what it was used for", fresh=False, level=1)
    currencies = [each.currency for each in books.chain.flows]
    width = 499.28 - 130 * len(currencies[:2])
    columns = (Column("", width), *(Column(name or "No currency", 130, "right", ids=True) for name in currencies[:2]))
    rows = [
        [Cell(word.capitalize()), *(figure_cell(figures, flow_keys(name)[place]) for name in currencies[:2])]
        for place, word in enumerate(FLOW_WORDS)
    ]
    flow.table(columns, rows)
    for name in currencies[2:]:
        said = ", ".join(f"{word} {figures[key].value}" for key, word in zip(flow_keys(name), FLOW_WORDS, strict=True))
        flow.paragraph(f"{name or 'No currency'}: {said}.")
    asking = figures["books.asking"]
    flow.paragraph(
        f"The difference is explained by {figures['books.lines'].value} lines, to the last cent; {asking.value} of "
        f"them ({asking.id}) still need a person's word. Amounts of two currencies are never added up."
    )
    odd = figures["books.balances"]
    flow.paragraph(f"{odd.value} contacts ({odd.id}) state another balance than their documents come to.")


def _signed(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """The treasurer's sign-off."""
    flow.heading("The treasurer's sign-off", fresh=False, level=1)
    signed = pack.evidence.signoff
    if signed is None:
        flow.paragraph("The treasurer has not signed these figures.", bold=True)
        return
    day, hashes = short_day(signed.until), (figures["books.signed"], figures["books.signed.now"])
    if signed.holds:
        flow.paragraph(f"Signed: all money dated until {day}. Not one figure has changed since.", bold=True)
    else:
        flow.paragraph(f"VOID: the signature under all money dated until {day}. What changed:", bold=True)
        for change in signed.changes[:12]:
            flow.paragraph(change, size=8.5, gap=2)
    flow.paragraph(
        f"Signed on {short_day(signed.at[:10])}. The signed figures have the hash {hashes[0].value} ({hashes[0].id}), "
        f"the same figures now {hashes[1].value} ({hashes[1].id}).",
        ink=SECONDARY,
    )


def _entered(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """What people read in ClubOS, and its proof."""
    flow.heading("ClubOS's totals, read there by people", fresh=False, level=1)
    if not pack.evidence.entered:
        flow.paragraph("None was entered: the two systems' totals are not measured.", bold=True)
        return
    rows = []
    for number, each in enumerate(pack.evidence.entered):
        same = each.legacy == each.amount or each.part == "opening"
        alarm = TEXT if same else NEEDS_YOU.ink
        legacy = "–" if each.legacy is None else amount(each.legacy, each.currency)
        rows.append(
            [
                Cell(f"{money_figures.entered_name(each).capitalize()} {each.currency}"),
                Cell(legacy),
                figure_cell(figures, f"books.entered.{number}"),
                Cell("same" if same else "differs", bold=not same, ink=alarm),
                Cell(f"{each.file or 'no proof'} {each.sha256[:8]}".strip(), ink=SECONDARY),
            ]
        )
    flow.table(_ENTERED, rows)


def _explained(flow: Flow, books: Books, figures: Figures) -> None:
    """Each line with its reason."""
    flow.heading("What explains the difference, line by line", fresh=False, level=1)
    told = frozenset(books.noted)
    asking = {line.id for line in books.asking}
    rows = [
        [
            Cell(line.text),
            Cell(REASON_WORDS[line.reason]),
            Cell("noted" if line.id in told else "asks" if line.id in asking else "–", bold=line.id in asking),
            figure_cell(figures, f"{MONTHLY}line.{number}"),
        ]
        for number, line in enumerate(books.chain.lines)
    ]
    flow.table(_LINES, rows or [[Cell("Nothing has to be explained."), *[Cell("")] * 3]], size=8, pad=2)


def _owed(flow: Flow, books: Books, figures: Figures) -> None:
    """Opening and movements give closing, month by month."""
    flow.heading("What is owed: opening + movements = closing", fresh=False, level=1)
    rows = []
    for number, each in enumerate(books.chain.months):
        parts = (each.opening, each.invoiced, each.donated, each.refunded, each.received, each.closing)
        cells = [Cell(amount(part, each.currency)) for part in parts]
        cells[-1] = Cell(amount(each.closing, each.currency), figures[f"{MONTHLY}owed.{number}"].id)
        rows.append([Cell(f"{each.month or 'no date'} {each.currency}".strip()), *cells])
    flow.table(_OWED, rows or [[Cell("No money was found."), *[Cell("")] * 6]], size=8, pad=2)


def _told_apart(flow: Flow, books: Books, figures: Figures) -> None:
    """By level and by means of payment; single events stand in the program alone."""
    flow.heading("By level, and by means of payment", fresh=False, level=1)
    flow.paragraph("Totals of single events stand in the program and in its command line.", ink=SECONDARY)
    rows = [
        [
            Cell(f"{money_figures.called(each)} {each.currency}".strip()),
            Cell(DOMAIN_LABELS[each.domain]),
            Cell(f"{each.count:,}"),
            Cell(amount(each.amount, each.currency), figures[f"{MONTHLY}total.{number}"].id),
        ]
        for number, each in enumerate(money_figures.totals(books))
    ]
    flow.table(_TOLD, rows or [[Cell("No money was found."), *[Cell("")] * 3]], size=8, pad=2)


_ENTERED = (
    Column("What", 169.28),
    Column("Wild Apricot", 90, "right"),
    Column("ClubOS", 90, "right", ids=True),
    Column("", 50),
    Column("Proof and its check number", 100),
)
_LINES = (
    Column("Document", 259.28),
    Column("Reason", 110),
    Column("Note", 40),
    Column("Difference", 90, "right", ids=True),
)
_OWED = (
    Column("Month", 69.28),
    Column("Owed before", 70, "right"),
    Column("Invoices", 68, "right"),
    Column("Donations", 64, "right"),
    Column("Given back", 64, "right"),
    Column("Received", 70, "right"),
    Column("Owed after", 94, "right", ids=True),
)
_TOLD = (
    Column("What", 209.28),
    Column("Kind", 100),
    Column("Documents", 80, "right"),
    Column("Amount", 110, "right", ids=True),
)
