"""The commands of switch day, the way back, and the return period, as a part of the command table."""

from pathlib import Path

from clubos_desktop.cli.command import Command, argument, number
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runbook import RunKind

_REHEARSALS = [kind.value for kind in RunKind if kind is not RunKind.REAL]
_ACTS = [
    "status",
    "laptop",
    "rehearse",
    "run",
    "say",
    "begin",
    "done",
    "failed",
    "repair",
    "note",
    "stop",
    "end",
    "sheet",
    "calendar",
    "reconcile",
    "report",
    "message",
]
_ARGUMENTS = (
    argument("act", choices=_ACTS),
    argument("step", nargs="?", help="the step's short name, as status shows it (the one whose turn it is)"),
    argument("--kind", choices=_REHEARSALS, default=RunKind.MOCK.value, help="rehearse: which kind (mock)"),
    argument("--role", action="append", default=[], metavar="ROLE=NAME", help="rehearse, run: who does what"),
    argument("--test", action="store_true", help="message: send the text to the club's own address first"),
    argument("--as-role", metavar="ROLE", help="say: in which role"),
    argument("--no", action="store_true", help="say: NO-GO instead of GO"),
    argument("--words", default="", metavar="TEXT", help="done, failed, note, stop, say --no: what was seen, or why"),
    argument("--file", type=Path, metavar="FILE", help="done: a proof; sheet, calendar, reconcile, report: the file"),
    argument("--approver", action="append", default=[], metavar="NAME", help="done: both who agree (CLUBOS_PIN_NAME)"),
    argument("--second", metavar="NAME", help="run: the second officer in an emergency (CLUBOS_PIN_NAME)"),
    argument("--day", metavar="YYYY-MM-DD", help="calendar: the day of the switch"),
    argument("--at", default="07:00", metavar="HH:MM", help="calendar: when it begins (07:00)"),
    argument(
        "--answer", action="append", default=[], metavar="TEXT", help="report: an answer to each of five questions"
    ),
    argument("--seed", type=number, default=0, metavar="S", help="rehearse: which failure is made (0)"),
)
_HOW = (
    " status shows every step with its times and the critical path. laptop looks at this computer and shows the code "
    "that proves to the first one that the workspace was open here. rehearse works on a copy (mock and dress count for "
    "Gate 5) or on paper; "
    "run is the real thing and is locked until everything it needs is there. Each step is begun and then done, failed "
    "or stopped; at a pause point every role says GO first. PINs are asked for, or taken from CLUBOS_PIN_ and the name "
    "in capital letters. stop is always possible, and a good outcome. sheet, reconcile (every open difference, to be "
    "corrected by hand) and report write a PDF, calendar a file for calendars."
)

CUTOVER: tuple[Command, ...] = (
    Command(
        "cutover",
        "switch day: " + ", ".join(_ACTS),
        "switching",
        "cutover",
        _ARGUMENTS,
        about="Switch day, step by step." + _HOW,
    ),
    Command(
        "rollback",
        "going back: " + ", ".join(_ACTS),
        "switching",
        "rollback",
        _ARGUMENTS,
        about="Going back to Wild Apricot, in five steps." + _HOW,
    ),
    Command(
        "grace",
        "the return period: how long one may go back, what it would cost, what still changed in Wild Apricot",
        "returning",
        "grace",
        (
            argument(
                "act", nargs="?", choices=["status", "drift", "carry", "watch", "report", "close"], default="status"
            ),
            argument("--domain", choices=[domain.value for domain in Domain], help="carry: of what"),
            argument("--key", metavar="NUMBER", help="carry: the record's number in Wild Apricot"),
            argument("--owner", metavar="NAME", help="carry: who minds it"),
            argument("--state", metavar="WORDS", help="carry: “open”, “carried over” or “does not matter”"),
            argument("--file", type=Path, metavar="FILE", help="report: the PDF to write"),
            argument(
                "--words",
                default="",
                metavar="TEXT",
                help="close: what is to be remembered about it, kept with the signature (must be said)",
            ),
        ),
        about="The return period: 30 times 24 hours after the switch. drift lists what still changed in Wild Apricot, "
        "carry says who minds a change and how it stands, watch looks now, report writes the weekly report as a PDF. "
        "Issues and what closes Wild Apricot down are lists: register show issues, register show closing. close, "
        "signed, ends it when that list is done. Exit code 1 when going back is not possible.",
    ),
    Command(
        "export",
        "writes what ClubOS holds as files for Wild Apricot, and reads every row again",
        "returning",
        "export",
        (
            argument("folder", type=Path, help="a new folder for the files"),
            argument("--since-switch", action="store_true", help="only what came or changed after the switch"),
        ),
    ),
)
