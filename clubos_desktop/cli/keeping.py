"""``check``, ``backup``, ``restore`` and ``audit``: the workspace as a file that must last."""

from argparse import Namespace

from clubos_desktop.cli.opening import ask, keys_of, path_of, workspace
from clubos_desktop.cli.terminal import MOST, Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.examining import examine
from clubos_desktop.model.time import SystemClock, wall
from clubos_desktop.store import backup as backups
from clubos_desktop.store import people, views
from clubos_desktop.workspace import Workspace


def check(arguments: Namespace, terminal: Terminal) -> int:
    """Examine file, history, figures, backups and packs. Exit code 1 when something is wrong."""
    path, clock = path_of(arguments), SystemClock()
    found = terminal.drive(examine(path, keys_of(path, clock), clock))
    beside = f"{found.backups} backups and {found.packs} board packs were read"
    tried = f", and {found.tested} was restored and opened" if found.tested else ""
    good = f"Whole and unchanged: the file, the history and every kept figure were examined; {beside}{tried}."
    bad = "\n".join(f"· {problem}" for problem in found.problems)
    terminal.result(
        {
            "ok": not found.problems,
            "problems": list(found.problems),
            "backups": found.backups,
            "packs": found.packs,
            "tested": found.tested or None,
        },
        good
        if not found.problems
        else f"{len(found.problems)} things are wrong:\n{bad}\nRestore a backup, or ask for help.",
    )
    return 1 if found.problems else 0


def backup(arguments: Namespace, terminal: Terminal) -> int:
    """Write an encrypted copy and read it again."""
    with workspace(arguments, writing=True) as opened:
        sha256 = terminal.drive(opened.back_up(arguments.file))
    terminal.result(
        {"path": str(arguments.file), "sha256": sha256},
        f"The backup is {arguments.file}, written and read again. It opens with this computer's keyring or with the "
        "code of the recovery sheet.",
    )
    return 0


def restore(arguments: Namespace, terminal: Terminal) -> int:
    """Bring a backup back beside what is there; nothing is replaced."""
    clock = SystemClock()
    terminal.drive(backups.restore(arguments.file, arguments.to))
    if arguments.code:
        code = ask(
            "Code of the recovery sheet: ",
            InputError(
                "The code has to be typed, and nobody is here to type it. The file was restored but not opened.",
                remedy=f"Run clubos-desktop restore in a terminal, or open {arguments.to} in the window.",
                code="recovery.no_terminal",
            ),
        )
        opened = Workspace.open_with_recovery(arguments.to, code, keys_of(arguments.to, clock, anew=True), clock)
    else:
        opened = Workspace.open(arguments.to, keys_of(arguments.to, clock), clock)
    try:
        problems = terminal.drive(opened.check())
    finally:
        opened.close()
    terminal.result(
        {"path": str(arguments.to), "ok": not problems, "problems": problems},
        f"Restored to {arguments.to}, opened and examined."
        if not problems
        else "Restored, but:\n" + "\n".join(f"· {problem}" for problem in problems),
    )
    return 1 if problems else 0


def audit(arguments: Namespace, terminal: Terminal) -> int:
    """The newest acts: when, who, what."""
    with workspace(arguments, writing=False) as opened, opened.database.read() as connection:
        entries = views.audit(connection, limit=min(max(1, arguments.limit), MOST))
        names = people.names(connection)
        zone = opened.club.zone
    terminal.result(
        {
            "entries": [
                {"seq": e.seq, "at": e.at, "actor": e.actor, "act": e.act, "subject": e.subject, "hash": e.hash}
                for e in entries
            ]
        },
        table(
            ["No.", "When", "Who", "What", "Check number"],
            [[e.seq, wall(e.at, zone), names.get(e.actor, e.actor), e.act, e.hash[:8]] for e in entries],
            numbers=[0],
        ),
    )
    return 0
