"""The commands that settle differences."""

from pathlib import Path

from clubos_desktop.cli.command import Argument, Command, argument, number
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.findings import Choice, Standing
from clubos_desktop.store.lists import Order

_FILTER: tuple[Argument, ...] = (
    argument("--domain", choices=[domain.value for domain in Domain], help="only this domain"),
    argument("--kind", choices=[kind.value for kind in Kind], help="only this kind"),
    argument("--field", metavar="NAME", help="only this field"),
    argument("--text", default="", metavar="TEXT", help="only those in whose names, values or ids this stands"),
    argument("--cause", metavar="KEY", help="only those of this cause (clubos-desktop causes)"),
    argument("--standing", action="append", choices=[each.value for each in Standing], help="only those that stand so"),
    argument("--both", action="store_true", help="only those that both systems changed since they agreed"),
    argument("--order", choices=[each.value for each in Order], help="how they are sorted (harm)"),
    argument("--list", metavar="NAME", help="those of a kept list"),
)
_REASON = argument("--reason", default="", metavar="TEXT", help="why")

MATCHING = ("confirm", "reject", "split", "undo", "history", "doubles", "one", "two")
"""What may be done about pairs; the last three are about two records of one system."""

SETTLING: tuple[Command, ...] = (
    Command(
        "resolve",
        "decide about differences, or list those that need a person",
        "settling",
        "resolve",
        (
            argument("choice", nargs="?", choices=[choice.value for choice in Choice], help="the decision"),
            argument(
                "--id", type=number, action="append", metavar="N", help="this difference (may be said several times)"
            ),
            *_FILTER,
            _REASON,
            argument("--value", metavar="TEXT", help="what both systems should hold (another_value)"),
            argument("--owner", default="", metavar="NAME", help="who corrects it, or who is asked"),
            argument("--until", metavar="DAY", help="last day of an acceptance, as 2027-01-31"),
            argument(
                "--yes", action="store_true", help="decide all that the filter finds, without --yes only a preview"
            ),
            argument("--stamp", metavar="X", help="decide only if the preview with this stamp still holds"),
            argument(
                "--undo", nargs="?", type=number, const=0, metavar="BATCH", help="take the last decision back, or this"
            ),
            argument("--history", action="store_true", help="what was decided, newest first"),
            argument("--corrections", action="store_true", help="the list of what is to be corrected by hand"),
            argument(
                "--pdf", type=Path, metavar="FILE", help="the list of corrections on paper, a part for each person"
            ),
            argument("--hand-over", metavar="NAME", help="give corrections to somebody else: those with --id, or all"),
            argument("--show", type=number, metavar="N", help="one difference with everything behind it"),
            argument("--weeks", action="store_true", help="found, seen twice and gone, week by week"),
            argument(
                "--noise", action="store_true", help="how much each system differs from itself between two copies"
            ),
            argument("--keep", metavar="NAME", help="keep this filter as a list under a name"),
            argument("--forget", metavar="NAME", help="keep a list no longer"),
            argument("--lists", action="store_true", help="the names of the kept lists"),
            argument("--limit", type=number, default=50, metavar="N", help="rows shown without --json (50)"),
        ),
        about="Decide about differences. Nothing is ever written to Wild Apricot or ClubOS: a correction becomes a "
        "line on a list, and the next complete copy says whether it was made.",
    ),
    Command(
        "known",
        "differences accepted until a day",
        "settling",
        "known",
        (
            argument("--limit", type=number, metavar="N", help="allow at most so many at a time"),
            argument("--equal", type=number, metavar="N", help="allow at most so many treated as equal one by one"),
        ),
    ),
    Command(
        "match",
        "pairs that may belong together; confirm, reject or part them",
        "matching",
        "match",
        (
            argument("act", nargs="?", choices=MATCHING, help="what to do"),
            argument("ids", nargs="*", metavar="ID", help="Wild Apricot's id and ClubOS's id (several pairs: in turn)"),
            argument("--domain", choices=[Domain.MEMBERS.value, Domain.EVENTS.value], help="members or events"),
            _REASON,
            argument("--batch", type=number, metavar="N", help="undo this act instead of the last one"),
        ),
    ),
    Command(
        "causes",
        "differences with one cause as one line, and what they would mean for people",
        "causes",
        "causes",
        (argument("--registrations", action="store_true", help="why registrations are missing"),),
    ),
    Command(
        "rules",
        "the comparison rules, what each hides, and changing them",
        "ruling",
        "rules",
        (
            argument(
                "act",
                nargs="?",
                choices=["set", "word", "undo", "history", "fields"],
                help="change, undo, or see what is compared",
            ),
            argument("words", nargs="*", metavar="WORD", help="set DOMAIN FIELD KIND; word TABLE WORD MEANING"),
            _REASON,
            argument("--yes", action="store_true", help="put it in force, without --yes only a preview"),
        ),
    ),
    Command(
        "spot-check",
        "a random sample for a person to look at, and what it can exclude",
        "sampling",
        "spot_check",
        (
            argument(
                "act", nargs="?", choices=["draw", "record", "show"], help="draw a sample, record a look, show it"
            ),
            argument("--domain", choices=[Domain.MEMBERS.value, Domain.EVENTS.value, Domain.REGISTRATIONS.value]),
            argument("--size", type=number, default=60, metavar="N", help="records in the sample (60)"),
            argument("--seed", type=number, metavar="S", help="draw the sample of this seed again"),
            argument("--check", type=number, metavar="N", help="this spot check instead of the last"),
            argument("--place", type=number, action="append", metavar="N", help="the record with this number"),
            argument("--result", choices=["right", "wrong", "not_seen"], help="what the look came to"),
            argument("--note", default="", metavar="TEXT", help="a note about it"),
        ),
    ),
    Command(
        "preview",
        "one page to show around: members and events in both systems, names hidden",
        "previewing",
        "preview",
        (
            argument("file", type=Path, help="the page to write (.html); it opens without this program"),
            argument("--names", action="store_true", help="show names, addresses and places in it"),
        ),
        about="A read-only page for members and volunteers: each member and event with what both systems say, side by "
        "side, and the proof that nothing was written. It loads nothing and runs nothing.",
    ),
    Command(
        "sheet",
        "settle differences in a spreadsheet: write one, or read one back",
        "sheets",
        "sheet",
        (
            argument("act", choices=["write", "read"], help="write the file, or read decisions from it"),
            argument("file", type=Path, help="an .xlsx or .csv file"),
            *_FILTER,
            argument("--yes", action="store_true", help="take the decisions over, without --yes only a preview"),
        ),
    ),
)
