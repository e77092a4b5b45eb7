"""``archive``: what the copy holds of Wild Apricot, readable in a browser without this program."""

import os
from argparse import Namespace
from pathlib import Path

from clubos_desktop import files
from clubos_desktop.cli.acting import wanted
from clubos_desktop.cli.opening import ask, workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.cutover.archive import page, write
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.time import wall

PASSPHRASE = "CLUBOS_ARCHIVE_PASSPHRASE"  # noqa: S105 - the name of a variable, no passphrase
"""Environment variable that may carry the archive's passphrase; else it is asked for."""


def archive(said: Namespace, terminal: Terminal) -> int:
    """Write one, or check one. Exit code 1 when a record did not come back as it was written."""
    return _check(said, terminal) if said.act == "check" else _write(said, terminal)


def _write(said: Namespace, terminal: Terminal) -> int:
    passphrase = None if said.open else _passphrase("Passphrase of the archive: ", twice=True)
    with workspace(said, writing=True) as opened:
        made = terminal.drive(
            write.write(
                opened.database,
                Path(wanted(said.path, "a folder")),
                club=opened.club.name,
                zone=opened.club.zone,
                actor=opened.actor,
                passphrase=passphrase,
                side=Side(said.side),
            )
        )
    document = {
        "page": str(made.page),
        "files": list(made.files),
        "records": made.records,
        "seconds": round(made.seconds, 1),
        "locked": made.locked,
        "problems": list(made.problems),
        "sha256": made.sha256,
    }
    lock = "locked with the passphrase" if made.locked else "NOT locked: whoever has the folder can read everything"
    line = f"{made.records:,} records are in {made.page}, {lock}; every one was read again ({made.seconds:.1f} s)."
    terminal.result(document, "\n".join([line, *made.problems]))
    return 1 if made.problems else 0


def _check(said: Namespace, terminal: Terminal) -> int:
    """Open an archive as a browser would, without a workspace."""
    path = Path(wanted(said.path, "a file"))
    content = files.read(path, nothing="Nothing was checked.", code="archive.file")
    passphrase = _passphrase("Passphrase of the archive: ") if page.is_locked(content) else ""
    found = page.read(content, passphrase)
    counts = {table.name: len(table.rows) for table in found.tables}
    document = {
        "club": found.club,
        "system": found.system,
        "made": found.made,
        "until": found.until,
        "records": counts,
    }
    made = f" Written on {wall(found.made, found.zone)}."
    listed = ", ".join(f"{n:,} {name.lower()}" for name, n in counts.items()) or "no records"
    terminal.result(document, f"{found.club}, what {found.system} held until {found.until}: {listed}.{made}")
    return 0


def _passphrase(question: str, *, twice: bool = False) -> str:
    said = os.environ.get(PASSPHRASE)
    if said is not None:
        return said
    nobody = InputError(
        "An archive is locked with a passphrase, and nobody is here to type it. Nothing was done.",
        remedy=f"Run the command in a terminal, or set {PASSPHRASE} in the environment.",
        code="archive.no_terminal",
    )
    typed = ask(question, nobody)
    if twice and ask("Once more: ", nobody) != typed:
        raise InputError(
            "The two passphrases differ. Nothing was written.", remedy="Type it again.", code="archive.twice"
        )
    return typed
