"""``support``: a report for whoever helps, with nothing personal in it."""

from argparse import Namespace

from clubos_desktop import supporting
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal


def support(arguments: Namespace, terminal: Terminal) -> int:
    """Write the report."""
    with workspace(arguments, writing=False) as opened:
        supporting.save(opened, arguments.file)
    said = f"The report is {arguments.file}. It names no member and holds no key; read it before you send it."
    terminal.result({"path": str(arguments.file)}, said)
    return 0
