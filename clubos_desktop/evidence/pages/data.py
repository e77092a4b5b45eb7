"""Are both copies whole, and do the records agree: by record, by field, by status."""

from clubos_desktop.evidence.figures import WEEK_WORDS, Figures, windows
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages.front import figure_cell
from clubos_desktop.evidence.pages.times import short_day
from clubos_desktop.evidence.paper import SECONDARY
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.time import spell


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
                + [_noise(figures, f"{found.domain}.field.{field.field}.noise")]
                for field in found.fields
            ],
        )
    _statuses(flow, pack, figures)
    _members(flow, pack, figures)
    _weeks(flow, pack, figures)


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
    Column("Field", 109.28),
    Column("Compared", 72, "right", ids=True),
    Column("Differ", 66, "right", ids=True),
    Column("Of these seen once", 78, "right", ids=True),
    Column("Equal by your rules", 78, "right", ids=True),
    Column("Moved by itself", 96, "right", ids=True),
)


def _noise(figures: Figures, key: str) -> Cell:
    """The noise floor of a field: what a system says otherwise of a record that it did not change."""
    return figure_cell(figures, key) if figures.get(key) is not None else Cell("not measured")


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


def _members(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    if not pack.groups:
        return
    flow.heading("Members by level", fresh=False, level=1)
    columns = (
        Column("Level, and what Wild Apricot alone tells", 259.28),
        Column("Wild Apricot", 120, "right", ids=True),
        Column("ClubOS", 120, "right", ids=True),
    )
    flow.table(
        columns,
        [
            [
                Cell(group.name),
                figure_cell(figures, f"group.{place}.{Side.LEGACY}"),
                Cell("not told") if group.clubos is None else figure_cell(figures, f"group.{place}.{Side.CLUBOS}"),
            ]
            for place, group in enumerate(pack.groups)
        ],
    )


def _weeks(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    if not pack.weeks:
        return
    flow.heading("Found and gone, week by week", fresh=False, level=1)
    if pack.oldest is not None:
        figure = figures["week.oldest"]
        flow.paragraph(f"{figure.text} on {figure.value} ({figure.id}).")
    names = ("Found", "Seen twice", "Gone", "Standing at its end")
    flow.table(
        (Column("Week of", 119.28), *(Column(name, 95, "right", ids=True) for name in names)),
        [
            [Cell(spell(week.starts)), *(figure_cell(figures, f"week.{week.starts}.{key}") for key in WEEK_WORDS)]
            for week in pack.weeks
        ],
    )
