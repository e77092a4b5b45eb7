"""``sheet``: settle differences in a spreadsheet."""

from argparse import Namespace

from clubos_desktop import files
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.settling import filter_of
from clubos_desktop.cli.settling_words import CHOICE_WORDS
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError
from clubos_desktop.findings import sheets
from clubos_desktop.model.time import to_instant


def sheet(arguments: Namespace, terminal: Terminal) -> int:
    """Write a sheet, or read one: a preview, with --yes the decisions."""
    path = arguments.file
    kind = path.suffix.lower().removeprefix(".")
    if kind not in ("xlsx", "csv"):
        raise InputError(
            f"{path.name} is neither .xlsx nor .csv. Nothing was done.", remedy="Name such a file.", code="sheet.kind"
        )
    writing = arguments.act == "write" or arguments.yes
    with workspace(arguments, writing=writing) as opened:
        zone, clock, actor = opened.club.zone, opened.clock, opened.actor
        if arguments.act == "write":
            with opened.database.read() as conn:
                wanted = filter_of(arguments, conn, zone, to_instant(clock.now()))
            content, n = sheets.write(opened.database, wanted, kind=kind, clock=clock, actor=actor)
            files.write(path, content, private=True)
            said = f"{n:,} differences are in {path}. Fill in the column Decision and read it back."
            terminal.result({"path": str(path), "rows": n}, said)
            return 0
        content = files.read(path, sheets.LARGEST, nothing="Nothing was decided.", code="sheet.file")
        if arguments.yes:
            batch, n = sheets.apply(opened.database, content, actor=actor, zone_name=zone)
            said = f"Settled {n:,}. Undo with: clubos-desktop resolve --undo {batch}."
            terminal.result({"batch": batch, "decided": n}, said)
            return 0
        with opened.database.read() as conn:
            found = sheets.read(conn, content, to_instant(clock.now()), zone)
    lines = [f"{each.difference.who}: {CHOICE_WORDS[ruling.choice]}" for each, ruling in found.rulings]
    document = {
        "would_settle": found.n,
        "rulings": [{"id": each.difference.id, "choice": ruling.choice.value} for each, ruling in found.rulings],
    }
    terminal.result(document, "\n".join([f"{found.n:,} decisions; say --yes to take them over.", *lines[:20]]))
    return 0
