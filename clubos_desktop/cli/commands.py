"""The table of commands: what each is called, what it takes, and the module that does it, imported when it runs."""

from pathlib import Path

from clubos_desktop.cli.command import Command, most, number
from clubos_desktop.cli.command import argument as _argument
from clubos_desktop.cli.cutover_commands import CUTOVER
from clubos_desktop.cli.leaving_commands import LEAVING
from clubos_desktop.cli.money_commands import MONEY
from clubos_desktop.cli.register_commands import REGISTERS
from clubos_desktop.cli.settling_commands import SETTLING
from clubos_desktop.cli.sync_commands import LEFT_ALONE
from clubos_desktop.cli.watching_commands import WATCHING
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.time import DAYS

_MEMBERS = _argument("--members", type=number, default=1200, metavar="N", help="members of the practice club (1200)")
_SEED = _argument("--seed", type=number, default=7, metavar="S", help="another seed invents another club (7)")
_DOMAIN = _argument("--domain", choices=[domain.value for domain in Domain], help="only this kind of record")

COMMANDS: tuple[Command, ...] = (
    Command(
        "demo",
        "the whole journey on the practice club, ends with a verdict and a PDF pack",
        "demo",
        "run",
        (
            _MEMBERS,
            _SEED,
            _argument("--out", type=Path, metavar="DIR", help="where workspace and pack are put (a new folder)"),
            _argument("--gui", action="store_true", help="open the window on it afterwards"),
            _argument(
                "--faults",
                metavar="CODE",
                help="bring about one failure card instead, and show it (with --gui: open the window on it)",
            ),
        ),
        example="demo --members 1200 --out try",
    ),
    Command(
        "practice",
        "serve the practice club (Wild Apricot, ClubOS, website) on this computer until stopped",
        "practice",
        "serve",
        (
            _MEMBERS,
            _SEED,
            _argument("--port", type=number, default=0, metavar="P", help="first of four ports (any free ones)"),
            _argument("--speed", type=float, default=1.0, metavar="X", help="its clock runs X times as fast (1)"),
            _argument("--faults", action="append", default=[], metavar="NAME", help="switch a fault on"),
        ),
        example="practice --members 300",
    ),
    Command(
        "init",
        "make a workspace for your club",
        "setup",
        "init",
        (
            _argument("--club", required=True, metavar="NAME", help="the club's name"),
            _argument("--person", required=True, metavar="NAME", help="your name"),
            _argument("--role", default="operator", help="operator, treasurer, chair, secretary, board member"),
            _argument("--zone", default="America/Los_Angeles", help="the club's time zone"),
            _argument("--currency", default="USD", help="the club's currency"),
            _argument("--country", default="US", help="the country whose phone numbers need no prefix"),
            _argument("--sheet", type=Path, metavar="FILE", help="write the recovery sheet to this PDF"),
        ),
        example='init --club "Lakeside Club" --person "Ann Lee" --sheet sheet.pdf',
    ),
    Command(
        "connect",
        "set and test a connection",
        "setup",
        "connect",
        (
            _argument(
                "side", choices=[side.value for side in Side], help="legacy is Wild Apricot, clubos the new system"
            ),
            _argument("kind", choices=["wild-apricot", "clubos"], help="wild-apricot for legacy, clubos for clubos"),
            _argument("--api-url", metavar="URL", help="Wild Apricot's interface, if not the real one"),
            _argument("--auth-url", metavar="URL", help="Wild Apricot's sign-in, if not the real one"),
            _argument("--url", metavar="URL", help="the address of your ClubOS"),
            _argument("--share", type=float, default=0.75, help="part of the allowed calls a minute to use (0.75)"),
            _argument("--speed", type=float, default=1.0, help="only for the practice club: the speed it is served at"),
            _argument("--test", action="store_true", help="change nothing: test the connection that is kept"),
            _argument("--forget", action="store_true", help="wipe the key from this computer; what was copied stays"),
        ),
        about="Set and test a connection. The key is taken from CLUBOS_LEGACY_KEY or CLUBOS_ACCESS_CODE in the "
        "environment, else it is asked for; it goes to the system's keyring and is never an argument.",
        example="connect legacy wild-apricot",
    ),
    Command(
        "files",
        "look at Wild Apricot's export files before they are copied",
        "exports",
        "files",
        (
            _argument("folder", type=Path, help="the folder with the CSV files"),
            _argument("--dates", choices=["day-first", "month-first"], help="how dates such as 03/04/2026 are meant"),
            _argument(
                "--kind", action="append", default=[], metavar="FILE=KIND", help="what a file holds, if it was not seen"
            ),
            _argument("--confirm", action="store_true", help="read them so from now on, and copy from them"),
        ),
        about="Look at Wild Apricot's export files: what each is, which column fills which field, and what a copy "
        "would change. Nothing is taken over until you say --confirm.",
        example="files exports --dates month-first --confirm",
    ),
    Command(
        "sync",
        "copy now",
        "copying",
        "sync",
        (
            _argument("--full", action="store_true", help="copy everything, not only what changed"),
            _DOMAIN,
            _argument("--side", choices=[side.value for side in Side], help="only legacy (Wild Apricot) or clubos"),
            _argument(
                "--accept", type=number, metavar="RUN", help="take over a copy that waits for an OK (its run_id)"
            ),
            _argument("--second", metavar="NAME", help="who confirms --accept with a PIN (CLUBOS_SECOND_PIN)"),
            _argument(
                "--take-back",
                type=number,
                metavar="COPY",
                help="let stand again what stood before a copy; without --reason only say what that would do",
            ),
            _argument("--reason", metavar="TEXT", help="--take-back: why"),
        ),
        example="sync --full --domain members",
    ),
    Command(
        "schedule",
        "copies by plan: show, set, install, uninstall, run-due, mail",
        "scheduling",
        "schedule",
        (
            _argument("act", choices=["show", "set", "install", "uninstall", "run-due", "mail"]),
            _argument("--every", choices=["interval", "daily", "weekly"], help="set: how often a copy starts"),
            _argument("--at", metavar="HH:MM", help="set: when a daily or weekly copy starts, by the club's clock"),
            _argument("--hours", type=number, metavar="N", help="set: hours between two copies of an interval plan"),
            _argument("--weekday", choices=DAYS, help="set: the day of a weekly copy"),
            _argument("--quiet", metavar="HH:MM-HH:MM", help='set: no copy starts in these hours ("none" for none)'),
            _argument("--window", metavar="HH:MM-HH:MM", help="set: when a copy counts as on time (00:00-24:00)"),
            _argument(
                "--jitter", type=number, metavar="MIN", help="set: a start is moved by up to so many minutes (5)"
            ),
            _argument("--off", action="store_true", help="set, mail: switch it off"),
            _argument("--print", action="store_true", help="install: only show the files and commands"),
            _argument("--system", choices=["systemd", "launchd", "windows"], help="install: for this system"),
            _argument("--host", help="mail: the mail server"),
            _argument("--port", type=number, default=0, help="mail: its port (587, with tls 465)"),
            _argument("--security", choices=["starttls", "tls"], default="starttls", help="mail: how it is secured"),
            _argument("--user", help="mail: the account's name, if it wants one"),
            _argument("--sender", metavar="ADDRESS", help="mail: from whom"),
            _argument("--to", action="append", metavar="ADDRESS", help="mail: to whom (may be said again)"),
            _argument("--daily", action="store_true", help="mail: one message a day instead of one for each change"),
            _argument("--trust", type=Path, metavar="FILE", help="mail: a certificate to trust besides the usual ones"),
        ),
        about="Copies by plan. A copy is due once a club day; made inside the day's window it is on time. install lets "
        "this computer's own scheduler ask whether a copy is due, also while the window is closed. The mail account's "
        "password is taken from CLUBOS_MAIL_PASSWORD, else it is asked for.",
        example="schedule set --every daily --at 07:00",
    ),
    *LEFT_ALONE,
    Command(
        "diff",
        "what differs",
        "differing",
        "diff",
        (
            _DOMAIN,
            _argument("--kind", choices=[kind.value for kind in Kind], help="only this kind"),
            _argument("--csv", type=Path, metavar="FILE", help="write the list to a CSV file"),
            _argument("--html", type=Path, metavar="FILE", help="write the list to a page for a browser"),
            _argument("--xlsx", type=Path, metavar="FILE", help="write the list to a spreadsheet"),
            _argument(
                "--patch", type=Path, metavar="FILE", help="for machines: a daff patch (.daff) of one domain (members)"
            ),
            _argument("--hide-names", action="store_true", help="in these files: no names, no ids"),
            _argument("--exact", action="store_true", help="in the CSV file: every letter as it is, for machines"),
            _argument("--limit", type=most, default=50, metavar="N", help="rows shown without --json (50)"),
        ),
        example="diff --domain members --xlsx members.xlsx --hide-names",
    ),
    *SETTLING,
    *MONEY,
    Command(
        "gates",
        "the checks, the five gates and the verdict",
        "judging",
        "gates",
        (
            _argument(
                "--keep", action="store_true", help="keep this judgement; the first one of a week seals that week"
            ),
        ),
    ),
    Command(
        "pack",
        "make a board pack",
        "judging",
        "pack",
        (
            _argument("--purpose", default="Board meeting", help="what it is for"),
            _argument("--names", action="store_true", help="show names (hidden unless asked)"),
            _argument("--out", type=Path, metavar="FILE", help="the PDF to write"),
        ),
        example='pack --purpose "Board meeting 12 December"',
    ),
    Command(
        "verify",
        "check a board pack, with the workspace or without",
        "judging",
        "verify",
        (_argument("file", type=Path, help="the PDF"),),
        example="verify board-pack-2026-12-12-1.pdf",
    ),
    *REGISTERS,
    *WATCHING,
    *CUTOVER,
    *LEAVING,
    Command("check", "examine the workspace: structure, figures, history", "keeping", "check"),
    Command(
        "backup",
        "write a copy of the workspace, encrypted like it",
        "keeping",
        "backup",
        (_argument("file", type=Path, help="where to write it"),),
        example="backup lakeside.clubos-backup",
    ),
    Command(
        "restore",
        "bring a backup back as a new workspace",
        "keeping",
        "restore",
        (
            _argument("file", type=Path, help="the backup"),
            _argument("--to", type=Path, required=True, metavar="FILE", help="the new workspace file"),
            _argument("--code", action="store_true", help="ask for the recovery sheet's code"),
        ),
        example="restore lakeside.clubos-backup --to lakeside.clubos --code",
    ),
    Command(
        "audit",
        "who did what",
        "keeping",
        "audit",
        (_argument("--limit", type=most, default=50, metavar="N", help="newest entries shown (50)"),),
    ),
    Command(
        "recovery",
        "print the recovery sheet again, or confirm that it lies in a safe place",
        "setup",
        "recovery",
        (
            _argument("--sheet", type=Path, metavar="FILE", help="write a new sheet to this PDF"),
            _argument("--confirm", action="store_true", help="it is printed and lies in a safe place"),
        ),
        example="recovery --sheet sheet.pdf",
    ),
)
