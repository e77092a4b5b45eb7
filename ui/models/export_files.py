"""Export files in words: what each seems to be, what must be asked, and what taking them over would do. No Qt in here.

Answers are kept as values; ``mapping`` makes of them what the engine reads by.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from clubos_desktop.connectors import csv_folder
from clubos_desktop.connectors.csv_folder import DryRun, FileMapping, FolderMapping, Kind, Look
from clubos_desktop.connectors.csv_folder.cells import moment
from clubos_desktop.connectors.csv_folder.columns import KNOWN, NEEDED
from clubos_desktop.connectors.csv_folder.source import KINDS as SERVED
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.model.runs import Fault
from clubos_desktop.model.time import spell
from ui.words import count, listed, number

KINDS = {
    Kind.CONTACTS: "Contacts (members)",
    Kind.REGISTRATIONS: "Event registrations",
    Kind.INVOICES: "Invoices",
    Kind.PAYMENTS: "Payments",
}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows (Western Europe)",
}
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
ORDERS = {"DMY": "Day first", "MDY": "Month first", "YMD": "Year first"}
_TWO_WAYS = re.compile(r"^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})\b")


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """A file as it was looked at and as a person sees it: its kind (None: not used), date order, columns."""

    look: Look
    kind: Kind | None
    order: str | None
    columns: dict[str, str] = field(default_factory=dict)


def first_answers(found: Sequence[tuple[Look, Kind | None]]) -> list[FileAnswer]:
    """What is proposed for each file."""
    return [FileAnswer(look, kind, look.order, columns_of(kind, look)) for look, kind in found]


def columns_of(kind: Kind | None, look: Look) -> dict[str, str]:
    """The proposed column of each field."""
    return {} if kind is None else {each.field: each.column for each in csv_folder.propose(kind, look.header)}


def with_kind(answer: FileAnswer, kind: Kind | None) -> FileAnswer:
    """The same file taken for another kind."""
    return replace(answer, kind=kind, columns=columns_of(kind, answer.look))


def looked_again(answer: FileAnswer, folder: Path, *, encoding: str = "", delimiter: str = "") -> FileAnswer:
    """The same file read with another encoding or delimiter. Raises InputError when it is no table like that."""
    look = csv_folder.look(
        folder / answer.look.file,
        encoding=encoding or answer.look.encoding,
        delimiter=delimiter or answer.look.delimiter,
    )
    return FileAnswer(look, answer.kind, look.order, columns_of(answer.kind, look))


def about(look: Look) -> str:
    """For example: "1,200 rows, UTF-8, parted by semicolons"."""
    encoding = ENCODINGS.get(look.encoding, look.encoding)
    delimiter = DELIMITERS.get(look.delimiter, look.delimiter)
    return f"{count(len(look.rows), 'row')}, {encoding}, parted by {delimiter}"


def sample_date(look: Look) -> str:
    """A date of the file that says most about its order: one that can be read in two ways, "" without any."""
    seen = ""
    for row in look.rows:
        for cell in row:
            match = _TWO_WAYS.match(cell)
            if match and match.group(1) != match.group(2):
                return match.group(0).strip()
            seen = seen or (match.group(0).strip() if match else "")
    return seen


def read_as(sample: str, order: str) -> str:
    """What a date means in that order: "3 April 2026"; "no date" when it cannot."""
    try:
        read = moment(sample, order)
    except ValueError:
        return "no date"
    return "no date" if read is None else spell(read[:10])


def order_choices(look: Look) -> list[tuple[str, str]]:
    """The ways to read the file's dates, each with what its sample would mean, and the order."""
    sample = sample_date(look)
    return [(f"{ORDERS[order]}: {sample} is {read_as(sample, order)}", order) for order in ("DMY", "MDY")]


def field_label(kind: Kind, name: str) -> str:
    """A field as Wild Apricot's exports call it."""
    return KNOWN[kind][name][0]


def fields_of(kind: Kind) -> tuple[str, ...]:
    """All fields of a kind, needed ones first."""
    needed = NEEDED[kind]
    return (*needed, *(name for name in KNOWN[kind] if name not in needed))


def is_needed(kind: Kind, name: str) -> bool:
    """Whether a file is of no use without this field."""
    return name in NEEDED[kind]


def open_questions(answers: Sequence[FileAnswer]) -> list[str]:
    """What must be said before the files can be tried, in sentences."""
    asked = []
    for each in answers:
        if each.kind is None:
            continue
        file = each.look.file
        if each.order is None:
            asked.append(f"How are the dates in {file} meant?")
        lacking = [field_label(each.kind, name) for name in NEEDED[each.kind] if name not in each.columns]
        if lacking:
            asked.append(f"Which column of {file} is {listed(lacking)}?")
    used = [each.kind for each in answers if each.kind is not None]
    if not used:
        asked.append("What do these files hold? None of them is used yet.")
    asked += [
        f"Two files hold {KINDS[kind].lower()}. Which one is the newest? Take the other for “Not used”."
        for kind in Kind
        if used.count(kind) > 1
    ]
    return asked


def mapping(answers: Sequence[FileAnswer], zone: str, currency: str) -> FolderMapping:
    """What the engine reads by. Only without open questions."""
    files = tuple(
        FileMapping(
            file=each.look.file,
            kind=each.kind,
            columns=each.columns,
            encoding=each.look.encoding,
            delimiter=each.look.delimiter,
            order=each.order or "",
        )
        for each in answers
        if each.kind is not None
    )
    return FolderMapping(files=files, zone=zone, currency=currency)


@dataclass(frozen=True, slots=True)
class TriedLine:
    """One kind of record in the trial: figures as they stand in the table."""

    what: str
    created: str
    changed: str
    same: str
    absent: str
    unmatched: str


def tried_lines(runs: Sequence[DryRun]) -> list[TriedLine]:
    """The trial as a table."""
    return [
        TriedLine(
            DOMAIN_LABELS[run.domain],
            number(len(run.created)),
            number(len(run.changed)),
            number(run.same),
            number(len(run.absent)),
            number(len(run.unmatched)),
        )
        for run in runs
    ]


def tried_answer(runs: Sequence[DryRun]) -> str:
    """The trial in a sentence."""
    parts = [
        f"{count(len(run.created) + len(run.changed) + run.same, DOMAIN_LABELS[run.domain].lower().removesuffix('s'))}"
        for run in runs
    ]
    return f"These files hold {listed(parts)}." if parts else "These files hold nothing."


def warnings(runs: Sequence[DryRun], most: int = 6) -> list[str]:
    """Rows that cannot be read, stand twice or name nobody: never silently dropped."""
    said = []
    for run in runs:
        what = DOMAIN_LABELS[run.domain]
        if run.twice:
            said.append(f"{what}: {_some(run.twice)} in more than one row; the last row counts.")
        if run.unmatched:
            said.append(f"{what}: {count(len(run.unmatched), 'row')} about somebody or something that is in no file.")
        said += [f"{what}, {_fault(run.domain, fault)}" for fault in run.faults[:most]]
        if len(run.faults) > most:
            said.append(f"{what}: {count(len(run.faults) - most, 'more row')} with cells that cannot be read.")
    return said


def _fault(domain: Domain, fault: Fault) -> str:
    """For example: "1: Member since is not a date." Never the value itself."""
    name, _, why = fault.what.partition(": ")
    known = KNOWN[SERVED[domain]].get(name) if domain in SERVED else None
    cell = f"{known[0]} is {why}" if known and why else fault.what
    return f"{fault.where.removeprefix(domain).strip()}: {cell}."


def _some(keys: Sequence[str], most: int = 5) -> str:
    shown = ", ".join(keys[:most])
    if len(keys) > most:
        return f"{shown} and {len(keys) - most} more stand"
    return f"{shown} stands" if len(keys) == 1 else f"{shown} stand"
