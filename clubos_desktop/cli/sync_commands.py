"""The commands of copying that can be left alone, as a part of the command table: pace, runs, health, backups."""

from clubos_desktop.cli.command import Command, argument
from clubos_desktop.model.domains import Side

LEFT_ALONE: tuple[Command, ...] = (
    Command(
        "pace",
        "calls allowed, used and left, and what a copy would take: show, set",
        "pacing",
        "show",
        (
            argument("act", nargs="?", default="show", choices=["show", "set"]),
            argument("--full", action="store_true", help="show: what copying everything would take"),
            argument("--side", choices=[side.value for side in Side], help="set: of which side"),
            argument("--share", type=float, metavar="0.05-1", help="set: part of the allowed calls to use"),
        ),
        about="How many calls a minute each system allows, how many of them are ours, what is left at this moment, and "
        "what a copy would take of it, domain by domain, before it starts. Nothing is asked of anybody.",
    ),
)
"""In the order of ``--help``."""
