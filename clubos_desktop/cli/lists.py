"""``register``: every list as the window has it: shown, filled in, written to CSV and read from it."""

from argparse import Namespace
from collections.abc import Generator, Mapping
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.cli.acting import SECOND, as_json, pin_of, signer, wanted
from clubos_desktop.cli.opening import somebody, workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.findings import patterns
from clubos_desktop.model.people import Person
from clubos_desktop.model.time import to_instant
from clubos_desktop.verification import measure
from clubos_desktop.verification.earliest import earliest
from clubos_desktop.verification.gates import assess
from clubos_desktop.verification.lists import catalogue, reading
from clubos_desktop.verification.lists import files as csv_files
from clubos_desktop.verification.lists.sheet import Doing, Form, Row, Sheet, View, fill
from clubos_desktop.workspace import Workspace

READING = frozenset({"lists", "show", "fields", "out", "pattern"})


def register(arguments: Namespace, terminal: Terminal) -> int:
    """Show or fill in a list."""
    with workspace(arguments, writing=arguments.act not in READING) as opened:
        if arguments.act == "lists":
            return _lists(opened, terminal)
        sheet = catalogue.sheet(wanted(arguments.list, "a list"))
        return _ACTS[arguments.act](opened, arguments, terminal, sheet)


def view_of(opened: Workspace) -> View:
    """What the lists are made from now, judged now."""
    at = to_instant(opened.clock.now())
    with opened.database.read() as conn:
        known = measure.known_at(conn, at, opened.club.zone)
        evidence = measure.gather(conn, at, opened.club.zone)
        readiness = assess(evidence, known.limits)
        minutes = sum(cause.minutes for cause in patterns.outline(conn, opened.club.zone, at))
        return reading.view(conn, at, readiness, earliest(known, evidence, readiness).waiting, minutes)


def _lists(opened: Workspace, terminal: Terminal) -> int:
    view = view_of(opened)
    listed = []
    rows = []
    for group in catalogue.GROUPS:
        for sheet in group.sheets:
            found = sheet.rows(view)
            said = sheet.heading(view, found)
            acts = [form.id for form in sheet.forms]
            listed.append({"id": sheet.id, "title": sheet.title, "lines": len(found), "says": said, "acts": acts})
            rows.append([sheet.id, sheet.title, len(found), said])
    terminal.result({"lists": listed}, table(["List", "What", "Lines", "Says"], rows, numbers=(2,)))
    return 0


def _show(opened: Workspace, _said: Namespace, terminal: Terminal, sheet: Sheet) -> int:
    view = view_of(opened)
    rows = sheet.rows(view)
    heading = sheet.heading(view, rows) if rows else sheet.empty
    shown = [[row.item, *(row.cells[column.key] for column in sheet.columns)] for row in rows]
    lines = table(["No.", *(column.title for column in sheet.columns)], shown) if rows else ""
    document = {"id": sheet.id, "title": sheet.title, "says": heading, "lines": [_line(row) for row in rows]}
    terminal.result(document, f"{heading}\n{lines}".rstrip())
    return 0


def _line(row: Row) -> dict[str, object]:
    """A line under stable names: its number, its mark, its cells, and what is known besides."""
    return {"item": row.item, "mark": row.tone, **row.cells, "more": dict(row.more)}


def _fields(opened: Workspace, said: Namespace, terminal: Terminal, sheet: Sheet) -> int:
    view = view_of(opened)
    listed = []
    lines = []
    for form in sheet.forms:
        row = next(iter(sheet.rows(view)), None) if not said.item else sheet.row(view, said.item)
        fields = form.fields(view, row)
        listed.append(
            {
                "act": form.id,
                "label": form.label,
                "on_line": form.on_row,
                "signs": form.signs,
                "fields": [
                    {
                        "key": each.key,
                        "label": each.label,
                        "kind": each.kind.value,
                        "choices": [option for option, _ in each.options],
                        "needed": each.needed,
                        "value": each.value,
                    }
                    for each in fields
                ],
            }
        )
        lines.append(f"{form.id}: {form.label}{' (signed)' if form.signs else ''}{' NUMBER' if form.on_row else ''}")
        lines += [f"  {each.key}: {each.label} {_offered(each.options)}".rstrip() for each in fields]
    terminal.result({"acts": listed}, "\n".join(lines))
    return 0


def _offered(options: tuple[tuple[str, str], ...]) -> str:
    return f"({', '.join(option for option, _ in options)})" if options else ""


def _do(opened: Workspace, said: Namespace, terminal: Terminal, sheet: Sheet) -> int:
    form = sheet.form(wanted(said.form, "an act"))
    done = fill(sheet, form, _doing(opened, said, view_of(opened), form, values_of(said.value)))
    entry = terminal.drive(done) if isinstance(done, Generator) else done
    document = {"entry": as_json(entry) if entry is not None else None}
    terminal.result(document, f"Recorded: {sheet.title}, {form.label}.")
    return 0


def _doing(opened: Workspace, said: Namespace, view: View, form: Form, values: Mapping[str, str]) -> Doing:
    item = wanted(said.item, "--item") if form.on_row else ""
    second = _second(opened, said) if form.second and said.second else None
    signing = signer(opened) if form.signs or second else None
    return Doing(opened.database, opened.actor, item, values, view, signing, second, catalogue.SHEETS)


def _second(opened: Workspace, said: Namespace) -> tuple[Person, str]:
    person = somebody(opened, said.second)
    return person, pin_of(person.name, SECOND)


def values_of(said: list[str]) -> dict[str, str]:
    """FIELD=TEXT as they were said. Raises InputError."""
    found = {}
    for each in said:
        key, equals, value = each.partition("=")
        if not equals:
            raise InputError(
                f"“{each}” is not a value. Nothing was recorded.", remedy="Write it like title=Text.", code="usage"
            )
        found[key.strip()] = value
    return found


def _out(opened: Workspace, said: Namespace, terminal: Terminal, sheet: Sheet) -> int:
    view = view_of(opened)
    rows = sheet.rows(view)
    path = Path(wanted(said.file, "--file"))
    pattern = said.act == "pattern"
    files.write(path, csv_files.pattern(sheet, view) if pattern else csv_files.to_csv(sheet, rows), private=True)
    n = 0 if pattern else len(rows)
    terminal.result({"path": str(path), "lines": n}, f"{n:,} lines are in {path}.")
    return 0


def _in(opened: Workspace, said: Namespace, terminal: Terminal, sheet: Sheet) -> int:
    path = Path(wanted(said.file, "--file"))
    content = files.read(path, csv_files.LARGEST)
    form = csv_files.taken(sheet)
    n = csv_files.enter(sheet, content, lambda values: _doing(opened, said, view_of(opened), form, values))
    terminal.result({"recorded": n}, f"{n:,} lines are recorded.")
    return 0


_ACTS = {"show": _show, "fields": _fields, "do": _do, "out": _out, "pattern": _out, "in": _in}
