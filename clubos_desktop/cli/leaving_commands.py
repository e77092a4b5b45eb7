"""The commands that end something: the archive of Wild Apricot, and staying with it, as a part of the command table."""

from pathlib import Path

from clubos_desktop.cli.command import Command, argument
from clubos_desktop.model.domains import Side

LEAVING: tuple[Command, ...] = (
    Command(
        "archive",
        "what the copy holds of Wild Apricot, as a page that any browser opens without this program",
        "archiving",
        "archive",
        (
            argument("act", choices=["write", "check"]),
            argument("path", type=Path, help="write: a new folder; check: the archive's page"),
            argument(
                "--open", action="store_true", help="not locked, with CSV files: everybody who has it can read it"
            ),
            argument(
                "--side", choices=[side.value for side in Side], default="legacy", help="of which system (legacy)"
            ),
        ),
        about="write makes one page that asks for a passphrase, decrypts in the browser and searches there: no "
        "network, no account, no other program. The passphrase is asked for, or taken from CLUBOS_ARCHIVE_PASSPHRASE; "
        "it has 12 characters or more, and without it nobody can open the archive. With --open page and CSV files "
        "stand there for everybody to read. Every record is read again. check opens an archive as a browser would."
        " Personal data of every member is inside: keep it no longer than your club may.",
        example='archive write "Lakeside archive"',
    ),
    Command(
        "stay",
        "staying with Wild Apricot, which is a good outcome: the decision, the closing report, tidying away",
        "staying",
        "stay",
        (
            argument(
                "act", nargs="?", choices=["status", "decide", "report", "deleted", "keys", "tidy"], default="status"
            ),
            argument(
                "--words", default="", metavar="TEXT", help="decide: why (may stay empty); deleted: what was seen"
            ),
            argument("--file", type=Path, metavar="FILE", help="decide: minutes; report: the PDF; deleted: the proof"),
            argument("--out", type=Path, metavar="DIR", help="tidy: a new folder for the history"),
            argument("--confirm", default="", metavar="NAME", help="tidy: the club's name, as it stands"),
        ),
        about="status says what comes before tidying away and lists every place with the club's data. decide is "
        "signed by a member of the board and needs no reason. report writes the closing report, deleted "
        "records that ClubOS deleted the club's data, keys wipes both keys. tidy writes the history, wipes "
        "the workspace's key and deletes workspace, backups, rehearsals and packs with names: it cannot be "
        "undone. Files saved elsewhere stay.",
    ),
)
