"""The commands that watch the two systems: what changed in their answers, what failed, what was skipped."""

from pathlib import Path

from clubos_desktop.cli.command import Command
from clubos_desktop.cli.command import argument as _argument
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.schema import Course

WATCHING: tuple[Command, ...] = (
    Command(
        "drift",
        "what changed in the way the systems answer: show, decide, withdraw, files",
        "drifting",
        "drift",
        (
            _argument("act", nargs="?", default="show", choices=["show", "decide", "withdraw", "files"]),
            _argument("what", nargs="?", metavar="CHANGE|FOLDER", help="the change, or the folder of export files"),
            _argument("--course", choices=[course.value for course in Course], help="decide: what is done about it"),
            _argument("--to", default="", metavar="X", help="decide: the field, word or order of dates that is meant"),
            _argument("--reason", default="", help="decide: why"),
            _argument("--domain", choices=[domain.value for domain in Domain], help="files: what they stand for"),
            _argument("--off", action="store_true", help="files: copy it over the interface again"),
        ),
        about="What changed in the way Wild Apricot and ClubOS answer. A change that breaks something stops that part "
        "alone until somebody decides: take it as it is, read it as before, or set records or values aside.",
    ),
    Command(
        "failures",
        "what did not come, as cards: show, retry, export, raw",
        "failing",
        "failures",
        (
            _argument("act", nargs="?", default="show", choices=["show", "retry", "export", "raw"]),
            _argument("card", nargs="?", metavar="CARD", help="retry, raw: only this card"),
            _argument("--out", type=Path, metavar="FILE", help="export, raw: the file to write"),
        ),
        about="Failures as cards: one cause, how many records it hit, since when, and what to do. retry copies just "
        "these again. raw saves the answer behind a cause that has no sentence yet; it may hold members' data.",
    ),
    Command(
        "untouched",
        "proof that nothing was written: calls by method, content hashes first and last",
        "untouched",
        "untouched",
    ),
    Command(
        "support",
        "write a report for whoever helps, with nothing personal in it",
        "supporting",
        "support",
        (_argument("file", type=Path, metavar="FILE", help="the file to write"),),
    ),
    Command(
        "skipped",
        "records that a system lists and cannot show, or that were set aside; accepts them by name",
        "skipping",
        "skipped",
        (
            _argument("--side", choices=[side.value for side in Side], default="legacy", help="of this side (legacy)"),
            _argument("--domain", choices=[domain.value for domain in Domain], default="members", help="(members)"),
            _argument(
                "--accept", action="append", default=[], metavar="ID", help="go on without it (for each of them)"
            ),
            _argument(
                "--aside", action="append", default=[], metavar="ID", help="accept what was set aside (each of them)"
            ),
        ),
        about="Records that a system lists and cannot show keep a copy from being complete. Accept each of them by "
        "its id to go on without them; when there are more of them, they are asked about again. What a decision set "
        "aside (drift) is accepted the same way: gate 1 waits for it.",
    ),
    Command(
        "probe",
        "one event: why its registrations have no counterpart",
        "failing",
        "probe",
        (
            _argument("event", metavar="EVENT", help="the event's id"),
            _argument("--side", choices=[side.value for side in Side], default="legacy", help="of this side (legacy)"),
        ),
    ),
)
