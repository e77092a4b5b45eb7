"""The commands of copying that can be left alone, as a part of the command table: pace, runs, health, backups."""

from pathlib import Path

from clubos_desktop.cli.command import Command, argument, most, number
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
            argument("--recheck", type=int, metavar="DAYS", help="set: days after which every invoice is asked again"),
        ),
        about="How many calls a minute each system allows, how many of them are ours, what is left at this moment, and "
        "what a copy would take of it, domain by domain, before it starts. Nothing is asked of anybody.",
    ),
    Command(
        "runs",
        "every copy that was made, the runs of one, the calls of a run",
        "run_history",
        "show",
        (
            argument("copy", nargs="?", type=number, metavar="COPY", help="the runs of this copy"),
            argument("--calls", type=number, metavar="RUN", help="the calls of this run"),
            argument("--limit", type=most, default=50, metavar="N", help="lines shown (50)"),
        ),
        about="Every copy that was made, newest first; the runs of one copy; every call that a run made, with its "
        "answer and how long it took. Paths hold no personal values.",
    ),
    Command(
        "health",
        "response times, ClubOS's own word, due copies and logs: show, look, log, words",
        "health_reading",
        "health",
        (
            argument("act", nargs="?", default="show", choices=["show", "look", "log", "words"]),
            argument("file", nargs="?", type=Path, help="look, log: the log (- or nothing: standard input)"),
            argument("--days", type=number, metavar="N", help="show: over so many days (the check's own window)"),
            argument("--from", dest="first", metavar="TIME", help="log: it covers the time from here"),
            argument("--until", dest="last", metavar="TIME", help="log: to here"),
            argument("--word", action="append", default=[], metavar="WORD=GRADE", help="words: critical, error, ..."),
        ),
        about="How healthy both systems are. Response times come from this program's own calls; ClubOS is asked every "
        "hour how it is. look reads a log of ClubOS and says what is in it, log records it: no line is not no error.",
    ),
    Command(
        "backups",
        "backups that are kept by themselves: list, make, test, folder",
        "backing_up",
        "backups",
        (
            argument("act", nargs="?", default="list", choices=["list", "make", "test", "folder"]),
            argument("file", nargs="?", type=Path, metavar="FILE|DIR", help="test: which one; folder: where they go"),
        ),
        about="Backups are made after each copy, with each board pack and before each risky act. The newest of seven "
        "days and of four weeks stay, and every one made with a pack or by hand. test restores one, opens it and holds "
        "every record against the present ones; once a week that is done by itself.",
    ),
)
"""In the order of ``--help``."""
