"""What a list is: columns, rows, forms. Pure descriptions; a form's ``act`` is what records something.

``Sheet.rows`` takes a ``View`` and gives the rows as they stand; a form's values arrive as the texts that a person
typed and are checked here before the act sees them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from clubos_desktop.errors import InputError
from clubos_desktop.job import Job
from clubos_desktop.model.people import Person
from clubos_desktop.model.readiness import Readiness
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import day_of, spell
from clubos_desktop.model.written import Writing
from clubos_desktop.store.database import Database
from clubos_desktop.verification.drift import Drift
from clubos_desktop.verification.practising import Outcome
from clubos_desktop.verification.registers.known import Known

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no text holds: nothing, and bytes that were no letters (a file's name may have them)."""

MOST_DIGITS = 9
"""Of a whole number in a form."""


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    CHOICE = "choice"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. ``options`` are (value, label); ``value`` is what stands there at first."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    needed: bool = True
    value: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line. ``cells`` by column key; ``tone`` is how its first column is marked; ``more`` are further facts."""

    item: str
    cells: Mapping[str, str]
    tone: str = ""
    more: tuple[tuple[str, str], ...] = ()
    history: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What the lists are made from, at one moment.

    ``names`` are actors as people call them; ``sealed`` earlier judgements, newest first; ``values`` fill the
    placeholders of texts for members; ``recipients`` is how many members such a text goes to.
    """

    known: Known
    people: tuple[Person, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    readiness: Readiness | None = None
    sealed: tuple[Readiness, ...] = ()
    waits: tuple[tuple[str, Instant], ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    recipients: int = 0
    minutes: int = 0
    """Minutes that the differences will take."""
    practice: tuple[Outcome, ...] | None = None
    """How the tasks of this practice copy stand; None in a workspace that is no copy."""
    country: str = ""
    """The club's, ISO 3166: days in figures are read as they are written there."""
    drifted: tuple[Drift, ...] = ()
    """What changed in the old system since the switch."""
    carried: tuple[Drift, ...] = ()
    """What changed in the new system since the switch, and would be carried back."""

    @property
    def zone(self) -> str:
        """The club's time zone."""
        return self.known.zone

    @property
    def writing(self) -> Writing:
        """How days and times are written here."""
        return Writing(day_of(self.known.at, self.zone), self.country)

    def name(self, actor: str) -> str:
        """An actor's name alone."""
        return self.names.get(actor, actor).split(",")[0]


@dataclass(frozen=True, slots=True)
class Doing:
    """A form filled in: where, by whom, about which row, with which values.

    ``signer`` and ``second`` are people with the PIN they typed. ``sheets`` are all lists, for forms about others.
    """

    database: Database
    actor: str
    item: str
    values: Mapping[str, str]
    view: View
    signer: tuple[Person, str] | None = None
    second: tuple[Person, str] | None = None
    sheets: Mapping[str, "Sheet"] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")

    def number(self, key: str) -> int:
        """A whole number; an empty field is 0."""
        return int(self[key] or 0)

    @property
    def signed(self) -> tuple[Person, str]:
        """Who signs, with the PIN. Raises InputError when nobody does."""
        if self.signer is None:
            raise InputError(
                "Somebody has to sign this. Nothing was recorded.",
                remedy="Choose who signs and type the PIN.",
                code="person.none",
            )
        return self.signer


def nothing(_view: View, _row: Row | None) -> tuple[Field, ...]:
    """The fields of a form without any."""
    return ()


def plain(*fields: Field) -> Callable[[View, Row | None], tuple[Field, ...]]:
    """The same fields for every row."""
    return lambda _view, _row: fields


def same(*values: str) -> tuple[tuple[str, str], ...]:
    """Choices whose value is their label."""
    return tuple((value, value) for value in values)


YES = (("yes", "Yes"), ("no", "No"))
"""The choices of a question."""


@dataclass(frozen=True, slots=True)
class Form:
    """Something that can be recorded. ``on_row`` forms are about a chosen row; ``shown`` tells for which rows.

    ``signs`` asks for a person with PIN, ``second`` for another one where the act needs one; ``files`` marks the
    form that a CSV file fills in. The ``act`` of a ``long`` one returns a job. ``send`` is what its own button says.
    """

    id: str
    label: str
    act: Callable[[Doing], Entry | Job[Entry] | None]
    fields: Callable[[View, Row | None], tuple[Field, ...]] = nothing
    on_row: bool = False
    signs: bool = False
    second: bool = False
    files: bool = False
    long: bool = False
    about: str = ""
    send: str = "Record it"
    shown: Callable[[Row], bool] = lambda _row: True


@dataclass(frozen=True, slots=True)
class Column:
    """A column. The first of a list carries the row's mark; ``stretch`` shares the room that is left."""

    key: str
    title: str
    width: int = 140
    stretch: int = 0
    number: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: what it is for, its columns, its rows, what can be recorded, and the checks that rest on it."""

    id: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[View], tuple[Row, ...]]
    heading: Callable[[View, tuple[Row, ...]], str]
    forms: tuple[Form, ...] = ()
    feeds: tuple[str, ...] = ()
    empty: str = "Nothing is entered yet."

    def form(self, identity: str) -> Form:
        """A form by its id. Raises InputError."""
        for form in self.forms:
            if form.id == identity:
                return form
        raise InputError(
            f"The list “{self.title}” has no act {identity}. Nothing was recorded.",
            remedy=f"There are: {', '.join(form.id for form in self.forms) or 'none'}.",
            code="list.act",
        )

    def row(self, view: View, item: str) -> Row:
        """A row by its number. Raises InputError."""
        for row in self.rows(view):
            if row.item == item:
                return row
        raise InputError(
            f"The list “{self.title}” has no line {item}. Nothing was recorded.",
            remedy="See the list for the numbers.",
            code="list.item",
        )


def checked(fields: tuple[Field, ...], values: Mapping[str, str], writing: Writing) -> dict[str, str]:
    """The values of a form, trimmed; days as "2026-12-05", times as "2026-12-05T14:30".

    Raises InputError: one missing, no number, no day, no time, not one of the choices, unknown.
    """
    known = {each.key: each for each in fields}
    for key in values:
        if key not in known:
            raise _wrong(f"There is no field {key}.", f"There are: {', '.join(known) or 'none'}.", "list.field")
    return {key: _value(each, str(values.get(key, each.value)).strip(), writing) for key, each in known.items()}


def _value(field: Field, value: str, writing: Writing) -> str:
    if not value:
        if field.needed:
            raise _wrong(f"“{field.label}” is missing.", "Fill it in.", "list.missing", field.key)
        return ""
    if field.kind is not Kind.FILE and _NO_TEXT.search(value):
        raise _wrong(f"“{field.label}” holds signs that are no letters.", "Type it anew.", "list.text", field.key)
    if field.kind is Kind.NUMBER and not (value.isdecimal() and len(value) <= MOST_DIGITS):
        raise _wrong(
            f"“{field.label}” is a whole number, not “{value}”.",
            "Write it in figures, like 12.",
            "list.number",
            field.key,
        )
    if field.kind is Kind.CHOICE:
        return _choice(field, value)
    if field.kind in (Kind.DAY, Kind.MOMENT):
        return _when(field, value, writing)
    return value


def _when(field: Field, value: str, writing: Writing) -> str:
    """A day or a time as it is stored."""
    day = field.kind is Kind.DAY
    try:
        return writing.day(value) if day else writing.moment(value)
    except ValueError as error:
        example = writing.example(writing.today)
        raise _wrong(
            f"“{field.label}” is a {'day' if day else 'day with a time'}, and “{value}” cannot be read as one.",
            f"Write it like {example}." if day else f"Write it like {spell(writing.today)}, 14:30.",
            "list.day",
            field.key,
        ) from error


def _choice(field: Field, value: str) -> str:
    """By its value or by its label, whatever the case."""
    for option, label in field.options:
        if value.casefold() in (option.casefold(), label.casefold()):
            return option
    offered = ", ".join(option for option, _ in field.options)
    sentence = f"“{value}” is none of the choices for “{field.label}”."
    raise _wrong(sentence, f"Choose: {offered}.", "list.choice", field.key)


def _wrong(sentence: str, remedy: str, code: str, field: str = "") -> InputError:
    error = InputError(f"{sentence} Nothing was recorded.", remedy=remedy, code=code)
    error.field = field
    return error


def fill(sheet: Sheet, form: Form, doing: Doing) -> Entry | Job[Entry] | None:
    """Record what a form says; None when it was no entry of a register.

    Raises InputError, RefusedError, SignInError, LockedError as its act does.
    """
    row = sheet.row(doing.view, doing.item) if form.on_row else None
    values = checked(form.fields(doing.view, row), doing.values, doing.view.writing)
    return form.act(replace(doing, values=values))
