"""Are both copies whole, and do the records agree: by record, by field, by status; then the money."""

from clubos_desktop.evidence.figures import MONTHLY, Figures, amount, windows
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages.front import figure_cell
from clubos_desktop.evidence.pages.times import short_day
from clubos_desktop.evidence.paper import NEEDS_YOU, SECONDARY, TEXT
from clubos_desktop.model.domains import FINANCE, Domain, Side
from clubos_desktop.model.evidence import BookLine
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.verification.words import listed


def data(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """Completeness of both copies, agreement of records, field by field, by status."""
    flow.heading("The data of both systems", "Data Domains")
    flow.paragraph(
        "Whole means: what the system itself counts, what it listed and what was copied are the same number, and the "
        "copied records are the listed ones.",
        ink=SECONDARY,
    )
    flow.heading("Are the copies whole?", fresh=False, level=1)
    sides = [(copy.domain, copy.side) for copy in pack.evidence.copies]
    names = ("count", "listed", "held", "unlisted", "gone")
    flow.table(
        _COPIES,
        [
            [Cell(DOMAIN_LABELS[domain]), Cell(SIDE_LABELS[side])]
            + [figure_cell(figures, f"{domain}.{side}.{name}") for name in names]
            for domain, side in sides
        ]
        or [[Cell("Nothing was copied yet."), *[Cell("")] * 6]],
    )
    flow.heading("Do the records agree?", fresh=False, level=1)
    parts = [("all", found) for found in pack.evidence.whole] + list(windows(pack))
    flow.table(
        _AGREE,
        [
            [Cell(_part(name, found.domain, pack))]
            + [figure_cell(figures, f"{name}.{found.domain}.{column}") for column in _AGREE_KEYS]
            for name, found in parts
        ]
        or [[Cell("Nothing was compared yet."), *[Cell("")] * 6]],
    )
    for found in pack.evidence.whole:
        flow.heading(f"{DOMAIN_LABELS[found.domain]}, field by field", fresh=False, level=1)
        labels = {field.name: field.label for field in COMPARED[found.domain]}
        flow.table(
            _FIELDS,
            [
                [Cell(labels[field.field])]
                + [figure_cell(figures, f"{found.domain}.field.{field.field}.{key}") for key in _FIELD_KEYS]
                for field in found.fields
            ],
        )
    _statuses(flow, pack, figures)


_COPIES = (
    Column("What", 90),
    Column("System", 76),
    Column("Counted there", 70, "right", ids=True),
    Column("Listed", 66, "right", ids=True),
    Column("Copied", 66, "right", ids=True),
    Column("Not in last list", 66, "right", ids=True),
    Column("No longer there", 65.28, "right", ids=True),
)
_AGREE_KEYS = ("pairs", "only_legacy", "only_clubos", "failing", "comparable", "unequal")
_AGREE = (
    Column("What", 131),
    Column("In both", 60, "right", ids=True),
    Column("Only Wild Apricot", 60, "right", ids=True),
    Column("Only ClubOS", 60, "right", ids=True),
    Column("With a difference", 62, "right", ids=True),
    Column("Values compared", 66, "right", ids=True),
    Column("Values that differ", 60.28, "right", ids=True),
)
_FIELD_KEYS = ("comparable", "unequal", "once", "ignored")
_FIELDS = (
    Column("Field", 179.28),
    Column("Compared", 80, "right", ids=True),
    Column("Differ", 80, "right", ids=True),
    Column("Of these seen once", 80, "right", ids=True),
    Column("Equal by your rules", 80, "right", ids=True),
)


def _part(name: str, domain: Domain, pack: EvidencePack) -> str:
    label = DOMAIN_LABELS[domain]
    if name == "all":
        return label
    if name == "active":
        return f"{label} of events to come"
    return f"{label} since {short_day(pack.evidence.since)}"


def _statuses(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    if not pack.evidence.statuses:
        return
    flow.heading("Members by status", fresh=False, level=1)
    columns = (
        Column("Status, as both systems' words mean it", 259.28),
        Column("Wild Apricot", 120, "right", ids=True),
        Column("ClubOS", 120, "right", ids=True),
    )
    flow.table(
        columns,
        [
            [Cell(count.status.replace("_", " ").capitalize())]
            + [figure_cell(figures, f"status.{count.status}.{side}") for side in Side]
            for count in pack.evidence.statuses
        ],
    )


def money(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """Wild Apricot's own books, month by month."""
    flow.heading("Money", "Payments")
    flow.paragraph(
        "ClubOS shows no amounts, so its totals are not measured. Wild Apricot's own books must add up: each amount it "
        "states against the single allocations behind it. What is unexplained must be 0.00.",
        ink=SECONDARY,
    )
    books = pack.evidence.books
    if books is None:
        flow.paragraph("Not measured: invoices and payments were not copied yet.", bold=True)
        return
    flow.heading("In all", fresh=False, level=1)
    keys = ("amount", "stated", "found", "gap")
    totals = []
    for chain, currency in dict.fromkeys((line.chain, line.currency) for line in books.lines):
        cells = [figure_cell(figures, f"books.{chain}.{currency}.{key}") for key in keys]
        totals.append([Cell(f"{DOMAIN_LABELS[Domain(chain)]}, {currency or 'no currency'}"), *cells])
    flow.table(_TOTALS, totals or [[Cell("No money was found."), *[Cell("")] * 4]])
    flow.heading("Single faults", fresh=False, level=1)
    columns = (Column("Listed under the differences", 280), Column("Faults", 90, "right", ids=True))
    flow.table(columns, [[Cell(DOMAIN_LABELS[each]), figure_cell(figures, f"books.faults.{each}")] for each in FINANCE])
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
