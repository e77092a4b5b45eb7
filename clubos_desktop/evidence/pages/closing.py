"""What was not checked, the rules and limits, where each figure comes from, how to check the pack."""

from clubos_desktop.evidence import story
from clubos_desktop.evidence.figures import MONTHLY, Figure, Figures
from clubos_desktop.evidence.layout import Cell, Column, Flow
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.evidence.pages.times import when
from clubos_desktop.evidence.paper import SECONDARY
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS


def unchecked(flow: Flow, pack: EvidencePack, _figures: Figures) -> None:
    """What this pack says nothing about. Always there."""
    flow.heading("What we did not check", "Limits of this evidence")
    flow.paragraph("This page is made by the program from what it knows and cannot be left out.", ink=SECONDARY)
    columns = (Column("Not checked", 219.28, most=4), Column("Why", 280, most=6))
    flow.table(columns, [[Cell(each.what, bold=True), Cell(each.why)] for each in story.unchecked(pack)])


def rules(flow: Flow, pack: EvidencePack, _figures: Figures) -> None:
    """The limits with their sources, and how each field is compared."""
    flow.heading("Rules and limits", "Tolerances")
    flow.paragraph(
        "Where documents contradict each other, the other number stands beside the one in force.", ink=SECONDARY
    )
    columns = (
        Column("What", 176),
        Column("Limit", 92),
        Column("Source", 130),
        Column("Another document says", 101.28),
    )
    flow.table(
        columns,
        [
            [Cell(each.label), Cell(each.text, bold=True), Cell(each.limit.source), Cell(each.against, ink=SECONDARY)]
            for each in pack.limits
        ],
    )
    version = f"version {pack.rules_version}" if pack.rules_version else "none yet"
    flow.heading("When two values count as equal", version, fresh=False, level=1)
    labels = {(domain, field.name): field.label for domain, fields in COMPARED.items() for field in fields}
    flow.table(
        (Column("What", 90), Column("Field", 110), Column("Rule", 299.28)),
        [
            [Cell(DOMAIN_LABELS[rule.domain]), Cell(labels[rule.domain, rule.field]), Cell(rule.text)]
            for rule in pack.rules
        ]
        or [[Cell("Nothing was compared yet."), Cell(""), Cell("")]],
    )
    if pack.rule_changes:
        flow.heading("Changes of these rules", f"{len(pack.rule_changes)}", fresh=False, level=1)
        zone = pack.evidence.zone
        flow.table(
            (Column("Version", 50), Column("Since", 120), Column("Why", 329.28)),
            [[Cell(f"{each.version}"), Cell(when(each.at, zone)), Cell(each.reason)] for each in pack.rule_changes],
        )


def sources(flow: Flow, _pack: EvidencePack, figures: Figures) -> None:
    """Every figure with its id, the runs it rests on and where it came from."""
    flow.heading("Where each figure comes from", "Evidence")
    flow.paragraph(
        "The small number behind a figure leads here; single months of money stand in their own table. The program "
        "makes each figure again when it checks this file.",
        ink=SECONDARY,
    )
    shown = [figure for figure in figures.all if not figure.key.startswith(MONTHLY)]
    flow.table(_SOURCES, [_source(figure) for figure in shown], size=7, pad=1.2)


_SOURCES = (
    Column("", 26),
    Column("Figure", 196, most=3),
    Column("Value", 122, most=8),
    Column("From", 74, most=2),
    Column("Runs", 81.28, most=3),
)


def _source(figure: Figure) -> list[Cell]:
    numbers = [run.removeprefix("run ") for run in figure.runs]
    return [
        Cell(figure.id, ink=SECONDARY),
        Cell(figure.text),
        Cell(figure.value),
        Cell(figure.source, ink=SECONDARY),
        Cell(", ".join(numbers) or "–", ink=SECONDARY),
    ]


def history(flow: Flow, pack: EvidencePack, figures: Figures) -> None:
    """The check number and how to check this file."""
    flow.heading("How to check this pack", "Audit log")
    seal = pack.seal
    if seal is None:
        flow.paragraph("This is a preview. It was not sealed and cannot be checked.", bold=True)
        return
    flow.paragraph("Check number", size=9, ink=SECONDARY, gap=2)
    flow.paragraph(seal.check_number, size=26, bold=True, gap=10)
    flow.paragraph(
        "Write it into the minutes. It is the beginning of the hash of the entry that sealed this pack in the history "
        "of the workspace. Each entry there is chained to the one before, so nobody can change an earlier one unseen "
        "while this number is kept."
    )
    rows = [
        ("Pack", pack.id),
        ("Sealed as", f"entry {seal.seq:,} of the history"),
        ("Hash of that entry", seal.hash),
        ("Hash of the figures inside this file", seal.snapshot),
        ("Entries before it", f"{figures['audit.entries'].value}"),
        ("Made with", f"ClubOS Desktop {pack.program}"),
    ]
    columns = (Column("", 150), Column("", 349.28))
    flow.table(columns, [[Cell(name, bold=True), Cell(value)] for name, value in rows])
    flow.heading("Three ways to check", fresh=False, level=1)
    for text in _WAYS:
        flow.paragraph(text, gap=0 if text[0].isdigit() else 5)


_WAYS = (
    "1. On any computer with ClubOS Desktop: clubos-desktop verify FILE. It makes each figure again from the data.",
    "It finds any changed byte if the file that ends in .manifest.json lies beside the PDF.",
    "2. On the computer with the workspace the same command also compares with what was sealed there.",
    "So a pack and a manifest that were forged together are found out.",
    "3. Without any of it: the figures lie inside this PDF as the attachment figures.json.",
)
