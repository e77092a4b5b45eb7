"""The commands that watch the two systems: what changed in their answers, what failed, what was skipped."""

from clubos_desktop.cli.command import Command
from clubos_desktop.cli.command import argument as _argument
from clubos_desktop.model.domains import Domain
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
)
