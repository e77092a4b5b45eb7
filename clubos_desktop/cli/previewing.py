"""``preview``: both systems' members and events as one page to show around."""

from argparse import Namespace

from clubos_desktop import files
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.evidence import preview as previews


def preview(arguments: Namespace, terminal: Terminal) -> int:
    """Write the page. Raises InputError when the file cannot be written or nothing was copied."""
    with workspace(arguments, writing=not arguments.names) as opened:
        made = previews.make(opened.database, opened.club, actor=opened.actor, names=arguments.names)
    files.write(arguments.file, made.content, private=True)
    records = {domain.value: n for domain, n in made.records.items()}
    said = " and ".join(f"{n:,} {domain}" for domain, n in records.items())
    hidden = "Names are shown in it: delete it when it has served." if arguments.names else "Names are hidden in it."
    terminal.result(
        {"path": str(arguments.file), "records": records, "names": arguments.names},
        f"{said} are in {arguments.file}, which opens in any browser. {hidden}",
    )
    return 0
