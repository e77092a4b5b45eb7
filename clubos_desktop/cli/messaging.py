"""``rollback message``: the text to the members and whom it goes to. A person sends it; this program never does."""

from argparse import Namespace
from pathlib import Path

from clubos_desktop.cli.acting import wanted
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.cutover import telling
from clubos_desktop.model.runbook import Plan
from clubos_desktop.schedule import own_copy
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.workspace import Workspace


def message(plan: Plan, opened: Workspace, said: Namespace, terminal: Terminal) -> int:
    """Text and list in a new folder; with --test the text goes to the club's own address first."""
    folder = Path(wanted(said.file, "--file"))
    kind = "day" if plan is Plan.CUTOVER else "problem"
    with opened.database.read() as conn:
        text = telling.message(conn, known(opened.database), kind=kind).text
    tested = ""
    if said.test:
        tested = terminal.drive(own_copy.send(opened.database, opened.keys, text, clock=opened.clock))
    made, _ = telling.write(opened.database, folder, opened.actor, kind=kind)
    document = {
        "folder": str(folder),
        "from": made.side.value,
        "recipients": len(made.reached),
        "without": len(made.without),
        "doubtful": len(made.doubtful),
        "shared": len(made.shared),
        "approved": made.approved,
        "tested": tested,
        "warnings": list(made.warnings),
    }
    head = f"Text and list are in {folder}: {len(made.reached)} people. A person sends it; this program does not."
    lines = [head, *([f"The test went to {tested}."] if tested else []), *made.warnings]
    terminal.result(document, "\n".join(lines))
    return 0
