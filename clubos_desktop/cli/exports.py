"""``files``: the legacy system's export files, looked at, confirmed and tried before they count."""

from argparse import Namespace
from collections.abc import Mapping, Sequence

from clubos_desktop import connections
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.connectors import csv_folder
from clubos_desktop.connectors.csv_folder import DryRun, FolderMapping, Kind
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import DOMAIN_LABELS

ORDERS = {"day-first": "DMY", "month-first": "MDY", None: ""}


def files(arguments: Namespace, terminal: Terminal) -> int:
    """Show what the files are and what a copy would change; with --confirm keep it as the connection."""
    kinds = _kinds(arguments.kind)
    folder = arguments.folder.absolute()
    with workspace(arguments, writing=arguments.confirm) as opened:
        club = opened.club
        mapping = csv_folder.propose_all(
            folder, zone=club.zone, currency=club.currency, order=ORDERS[arguments.dates], kinds=kinds
        )
        runs = terminal.drive(connections.try_files(opened, folder, mapping))
        if arguments.confirm:
            csv_folder.confirm(folder, mapping)
            wanted: Mapping[str, object] = {"kind": "csv", "folder": str(folder)}
            terminal.drive(connections.connect(opened, Side.LEGACY, wanted, None))
    terminal.result(_as_json(mapping, runs, confirmed=arguments.confirm), _text(mapping, runs, arguments.confirm))
    return 0


def _kinds(said: Sequence[str]) -> dict[str, Kind]:
    kinds = {}
    for each in said:
        file, _, kind = each.rpartition("=")
        if not file or kind not in tuple(Kind):
            raise InputError(
                f"“{each}” does not say what a file holds.",
                remedy="Say --kind FILE=KIND, where KIND is one of: " + ", ".join(Kind) + ".",
                code="usage",
            )
        kinds[file] = Kind(kind)
    return kinds


def _as_json(mapping: FolderMapping, runs: Sequence[DryRun], *, confirmed: bool) -> dict[str, object]:
    return {
        "files": [
            {"file": each.file, "kind": each.kind.value, "columns": each.columns, "order": each.order}
            for each in mapping.files
        ],
        "dry_run": [
            {
                "domain": run.domain.value,
                "created": len(run.created),
                "changed": len(run.changed),
                "same": run.same,
                "absent": len(run.absent),
                "unmatched": list(run.unmatched),
                "twice": list(run.twice),
                "faults": [{"where": fault.where, "what": fault.what} for fault in run.faults],
            }
            for run in runs
        ],
        "confirmed": confirmed,
    }


def _text(mapping: FolderMapping, runs: Sequence[DryRun], confirmed: bool) -> str:
    parts = []
    for each in mapping.files:
        rows = [[field.replace("_", " ").capitalize(), column] for field, column in each.columns.items()]
        order = f", dates {each.order}" if each.order else ""
        parts.append(f"{each.file}: {each.kind.value}{order}\n{table(['Field', 'Column'], rows)}")
    figures = [
        [DOMAIN_LABELS[run.domain], len(run.created), len(run.changed), run.same, len(run.absent), len(run.unmatched)]
        for run in runs
    ]
    parts.append(
        table(["What", "New", "Changed", "Same", "No longer there", "Unmatched"], figures, numbers=range(1, 6))
    )
    parts += [
        f"{DOMAIN_LABELS[run.domain]}: {key} stands in the file more than once."
        for run in runs
        for key in run.twice[:10]
    ]
    parts += [f"{fault.where}: {fault.what}" for run in runs for fault in run.faults[:10]]
    parts.append(
        "The files are read so from now on. Copy them with clubos-desktop sync."
        if confirmed
        else "Nothing was taken over yet. If this is right, say it again with --confirm."
    )
    return "\n\n".join(parts)
