"""``backups``: those that are kept by themselves: list, make one now, test a restore, choose the folder."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from clubos_desktop import backups as keeping
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.model.proofs import Restored
from clubos_desktop.model.time import wall
from clubos_desktop.store import rotation
from clubos_desktop.workspace import Workspace


def backups(arguments: Namespace, terminal: Terminal) -> int:
    """One of its acts. Exit code 1 when a tested restore found something wrong."""
    acts = {"list": _list, "make": _make, "test": _test, "folder": _folder}
    with workspace(arguments, writing=arguments.act != "list") as opened:
        return acts[arguments.act](opened, arguments, terminal)


def _list(opened: Workspace, _arguments: Namespace, terminal: Terminal) -> int:
    place = keeping.folder(opened)
    found = rotation.every(place)
    with opened.database.read() as conn:
        tested = keeping.last_test(conn)
        zone = opened.club.zone
    said: Mapping[str, object] | None = None
    line = "No restore was tested yet; one is tested every week."
    if tested is not None and isinstance(tested.body, Restored):
        said = {"at": tested.at, "problems": list(tested.body.problems)}
        state = "sound" if not tested.body.problems else "; ".join(tested.body.problems)
        line = f"Last tested restore: {wall(tested.at, zone)}, {state}."
    rows = [[wall(kept.made, zone), kept.why, f"{kept.bytes / 1e6:.1f} MB", kept.file.name] for kept in found]
    terminal.result(
        {
            "folder": str(place),
            "backups": [
                {"file": kept.file.name, "made": kept.made, "why": kept.why, "bytes": kept.bytes} for kept in found
            ],
            "tested": said,
        },
        (table(["When", "Why", "Size", "File"], rows, numbers=[2]) if rows else "There is no backup yet.")
        + f"\nThey lie in {place}. Kept: the newest of seven days and of four weeks, every one made with a board pack "
        f"or by hand.\n{line}",
    )
    return 0


def _make(opened: Workspace, _arguments: Namespace, terminal: Terminal) -> int:
    file = terminal.drive(keeping.keep(opened, rotation.HAND))
    terminal.result({"file": file.name, "folder": str(file.parent)}, f"The backup is {file}, written and read again.")
    return 0


def _test(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    newest = keeping.last_backup(opened)
    file = arguments.file or (newest.file if newest else None)
    if file is None:
        raise InputError(
            "There is no backup that could be tested.", remedy="Say clubos-desktop backups make.", code="backup.none"
        )
    found = terminal.drive(keeping.try_backup(opened, file))
    wrong = "\n".join(f"· {problem}" for problem in found.problems)
    terminal.result(
        {
            "file": found.file.name,
            "records": found.records,
            "seconds": round(found.seconds, 2),
            "problems": list(found.problems),
        },
        f"{found.file.name} was restored and opened; {found.records:,} records were held against the present ones, "
        f"each is the same ({found.seconds:.1f} s). This is recorded."
        if not found.problems
        else f"{found.file.name} was restored, but:\n{wrong}",
    )
    return 1 if found.problems else 0


def _folder(opened: Workspace, arguments: Namespace, terminal: Terminal) -> int:
    path: Path | None = arguments.file
    keeping.choose_folder(opened, None if path is None else path.absolute())
    place = keeping.folder(opened)
    terminal.result({"folder": str(place)}, f"Backups are kept in {place} from now on.")
    return 0
