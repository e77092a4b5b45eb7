"""The commands about money, times and missing registrations, as a part of the command table."""

from clubos_desktop.cli.command import Command, argument, most
from clubos_desktop.model.chain import By
from clubos_desktop.model.domains import Side

MONEY: tuple[Command, ...] = (
    Command(
        "money",
        "money to the last cent: show, lines, way, note, enter, import, sign, withdraw",
        "money",
        "money",
        (
            argument(
                "act",
                nargs="?",
                default="show",
                choices=["show", "lines", "way", "note", "enter", "import", "sign", "withdraw"],
                help="show: totals and what explains them; lines: every line; way: a document and what it paid",
            ),
            argument(
                "what",
                nargs="?",
                help="way, note: a line like payments:7000001; enter: of what; import: a CSV file",
            ),
            argument(
                "--by", choices=[by.value for by in By], default=By.MONTH.value, help="show: told apart by what (month)"
            ),
            argument("--limit", type=most, default=50, metavar="N", help="lines: how many without --json (50)"),
            argument("--text", default="", help="note: why the line is as it is; without it the note is taken back"),
            argument("--amount", metavar="N", help="enter: like 1234.50"),
            argument("--currency", metavar="CODE", help="enter: if not the club's"),
            argument("--month", metavar="YYYY-MM", help="enter: only this month"),
            argument("--level", metavar="NAME", help="enter: only this level"),
            argument("--event", metavar="TITLE", help="enter: only this event (title and day, or its id)"),
            argument("--tender", metavar="NAME", help="enter: only this means of payment"),
            argument("--file", metavar="FILE", help="enter: the proof; its hash is kept"),
            argument("--until", metavar="YYYY-MM-DD", help="enter, import: the last day that counts (today)"),
        ),
        about="Every cent of Wild Apricot's money: what came in, what it was used for, and one line for each document "
        "that makes the two differ. ClubOS shows no amounts; its totals are entered or imported by a person, with a "
        "file as proof. sign asks for the treasurer's PIN (--as, CLUBOS_PIN) and is void when a figure changes. A CSV "
        "file has the columns what, currency, amount and, if wanted, month, level, event, tender; what is invoices, "
        "payments, refunds, donations, opening or closing.",
    ),
    Command(
        "times",
        "times of events in both systems: wall time, zone and UTC",
        "times",
        "times",
        (
            argument("--event", metavar="ID", help="both times of this event"),
            argument("--limit", type=most, default=50, metavar="N", help="rows shown without --json (50)"),
        ),
        about="Times of events that differ, or lie around a clock change or midnight, as each system shows them, and "
        "what many of them have in common.",
    ),
    Command(
        "missing",
        "registrations that only one system has, each with its reason",
        "missing",
        "missing",
        (
            argument(
                "--side", choices=[side.value for side in Side], default=Side.LEGACY.value, help="of which system"
            ),
            argument("--event", metavar="ID", help="only those of this event"),
            argument("--limit", type=most, default=50, metavar="N", help="rows shown without --json (50)"),
        ),
        about="Why registrations have no counterpart. What was fetched is what is in both systems and what stands "
        "here with a reason; nothing is left out silently.",
    ),
)
"""In the order of ``--help``."""
