"""The commands of the registers, as a part of the command table."""

from pathlib import Path

from clubos_desktop.cli.command import Command, argument, number
from clubos_desktop.model.domains import FINANCE
from clubos_desktop.model.incidents import Severity
from clubos_desktop.model.people import Role
from clubos_desktop.model.registers import Ballot, Phase

_DAY = argument("--day", metavar="YYYY-MM-DD", help="the day it was (today)")
_NAME = argument("name", nargs="?", help="the person")
_NUMBER = argument("number", nargs="?", help="its number in the list")
_SIGNED = "Acts that are signed ask for the PIN of the person named by --as, or take it from CLUBOS_PIN. "

REGISTERS: tuple[Command, ...] = (
    Command(
        "people",
        "who takes part: list, add, change, pin, retire, reset, vouch",
        "registering",
        "people",
        (
            argument("act", choices=["list", "add", "change", "pin", "retire", "reset", "vouch"]),
            _NAME,
            argument("--role", choices=[role.value for role in Role], help="add, change: what they are (operator)"),
            argument("--called", metavar="NAME", help="change: another name"),
            argument("--by", metavar="NAME", help="the board member who lets it happen (CLUBOS_SECOND_PIN)"),
        ),
        about="Who takes part, and their PINs. pin asks for the new PIN, or takes it from CLUBOS_NEW_PIN. Once a board "
        "member has a PIN, whatever concerns somebody with a role of the board, and that person's first PIN, needs the "
        "PIN of a board member (--by). reset takes a lost PIN away. vouch: a board member knows whose PIN this is; a "
        "PIN that nobody else vouched for makes no second person.",
    ),
    Command(
        "sign",
        "sign with your PIN: readiness, withdraw, review, communication, support",
        "governing",
        "sign",
        (
            argument("what", choices=["readiness", "withdraw", "review", "communication", "support"]),
            argument("--pack", metavar="HASH", help="review: the pack that was gone through"),
            argument("--present", type=number, metavar="N", help="review: how many were there"),
            argument("--who", metavar="NAMES", help="review: their names instead, with commas between them"),
            argument(
                "--question", action="append", default=[], metavar="Q=A", help="review: a question and its answer"
            ),
        ),
        about=_SIGNED + "readiness means: I can do my work in ClubOS, and I am ready for the switch. withdraw takes it "
        "back and asks for no reason. communication and support approve a plan as it is written now.",
    ),
    Command(
        "vote",
        "the board's votes: list, record, revoke; held against ClubOS's own pages: read, link",
        "governing",
        "vote",
        (
            argument("act", choices=["list", "record", "revoke", "read", "link"]),
            _NUMBER,
            argument(
                "--ballot", default=Ballot.CUTOVER.value, choices=[each.value for each in Ballot], help="about what"
            ),
            argument("--motion", metavar="TEXT", help="the motion, word for word"),
            argument("--day", metavar="YYYY-MM-DD", help="the day of the vote"),
            argument("--for", dest="for_", type=number, default=0, metavar="N"),
            argument("--against", type=number, default=0, metavar="N"),
            argument("--abstain", type=number, default=0, metavar="N"),
            argument("--quorum", type=number, metavar="N", help="how many must be there"),
            argument("--expires", metavar="YYYY-MM-DD", help="the last day on which it counts"),
            argument("--minutes", metavar="FILE", help="the signed minutes"),
            argument("--pack", metavar="HASH", help="the pack voted on"),
            argument("--dissent", default="", metavar="TEXT", help="what the minority wants noted"),
            argument("--reason", metavar="TEXT", help="revoke: why"),
            argument("--held", metavar="ID", help="link: the motion in ClubOS, or none"),
        ),
        about=_SIGNED + "A vote counts for the pack that it names; a pack made again for the same purpose voids it. "
        "Where the board votes in ClubOS too, each copy, or read, holds the vote against the motion of the same day "
        "and words; link says which motion it is where the words differ.",
    ),
    Command(
        "incident",
        "what went wrong in ClubOS: list, open, regrade, close, look",
        "registering",
        "incident",
        (
            argument("act", choices=["list", "open", "regrade", "close", "look"]),
            _NUMBER,
            argument("--title", metavar="TEXT", help="open: what happened"),
            argument("--severity", choices=[each.value for each in Severity], help="P1 when unsure"),
            argument("--since", metavar="TIME", help="open: when it began, like 2026-12-05T14:30 (now)"),
            argument("--reason", metavar="TEXT", help="regrade, close: why, how it ended"),
            argument(
                "--second",
                metavar="NAME",
                help="regrade: who confirms a lower severity (CLUBOS_SECOND_PIN); who acts types the own PIN too",
            ),
        ),
        about="P1: ClubOS cannot be used, or data is lost, wrong or seen by strangers. P2: an important part does not "
        "work and there is no way around it. P3: with a way around. P4: a blemish. look says that somebody looked and "
        "all incidents are on the list; it counts for a week.",
    ),
    Command(
        "operator",
        "operators: list, modules, add, train, did, feel, leave",
        "registering",
        "operator",
        (
            argument("act", choices=["list", "modules", "add", "train", "did", "feel", "leave"]),
            _NAME,
            argument("--module", help="train: which (see modules)"),
            argument("--answer", type=number, metavar="N", help="train: the answer to its question"),
            _DAY,
            argument("--task", help="did: which of the twelve (see modules)"),
            argument("--helped", action="store_true", help="did: help was asked for"),
            argument("--tries", type=number, default=1, metavar="N", help="did: how many tries it took (1)"),
            argument("--evidence", metavar="TEXT", help="did: where its result is seen"),
            argument("--confidence", type=number, metavar="1-5", help="feel: how sure"),
        ),
    ),
    Command(
        "contact",
        "whom to call: list, add, test, drop",
        "registering",
        "contact",
        (
            argument("act", choices=["list", "add", "test", "drop"]),
            _NUMBER,
            argument("--role", help="add: operations, board, technology or ClubOS"),
            argument("--name", help="add: who"),
            argument("--reach", metavar="TEXT", help="add: phone number or address"),
            _DAY,
            argument("--not-reached", action="store_true", help="test: nobody answered"),
        ),
    ),
    Command(
        "risk",
        "the risks: list, rate, add",
        "proving",
        "risk",
        (
            argument("act", choices=["list", "rate", "add"]),
            _NUMBER,
            argument("--likelihood", type=number, metavar="1-3"),
            argument("--impact", type=number, metavar="1-3"),
            argument("--owner", metavar="NAME", help="rate: who minds it"),
            argument("--review", metavar="YYYY-MM-DD", help="rate: when it is looked at again"),
            argument("--title", metavar="TEXT", help="add: the risk"),
            argument("--mitigation", metavar="TEXT", help="add: what is done about it"),
            argument("--abort", default="", metavar="TEXT", help="add: what would make you stop"),
        ),
    ),
    Command(
        "phase",
        "the phase, what the next one needs, how soon one could go: show, begin",
        "governing",
        "phase",
        (
            argument("act", choices=["show", "begin"]),
            argument("phase", nargs="?", choices=[each.value for each in Phase]),
            argument("--until", metavar="YYYY-MM-DD", help="begin: the day its end is planned for"),
            argument("--reason", default="", metavar="TEXT", help="begin: why, when it goes back"),
        ),
        about=_SIGNED + "No phase begins by itself.",
    ),
    Command(
        "criteria",
        "the limits and the board's lock: show, motion, lock, change, set",
        "governing",
        "criteria",
        (
            argument("act", choices=["show", "motion", "lock", "change", "set"]),
            argument("--vote", metavar="N", help="lock, change: the board's vote on criteria"),
            argument("--limit", action="append", default=[], metavar="KEY=N", help="change, set: another limit"),
        ),
        about=_SIGNED + "Until the criteria are locked the weeks are trial weeks and count for nothing.",
    ),
    Command(
        "plan",
        "write the texts for members and the support rota: week before, day, problem, rota",
        "governing",
        "plan",
        (
            argument("what", choices=["week before", "day", "problem", "rota"]),
            argument("file", type=Path, nargs="?", help="the text; {club} and {members} are filled in"),
            argument("--value", action="append", default=[], metavar="NAME=TEXT", help="fill in {NAME}"),
            argument(
                "--test", action="store_true", help="mail the text as it is written to the club's own address, no other"
            ),
        ),
    ),
    Command(
        "register",
        "every list of Ready to switch? with its forms and CSV files: lists, show, fields, do, out, in, pattern",
        "lists",
        "register",
        (
            argument("act", choices=["lists", "show", "fields", "do", "out", "in", "pattern"]),
            argument("list", nargs="?", help="which list (see register lists)"),
            argument("form", nargs="?", metavar="ACT", help="do: which act (see register fields LIST)"),
            argument("--item", metavar="N", help="do, fields: the line it is about"),
            argument("--value", action="append", default=[], metavar="FIELD=TEXT", help="do: fill in a field"),
            argument("--second", metavar="NAME", help="do: the second person where one is needed (CLUBOS_SECOND_PIN)"),
            argument("--file", metavar="FILE", help="out, in, pattern: the CSV file"),
        ),
        about=_SIGNED + "Shows and fills in what the window's lists hold: operators, training, tasks, contacts, "
        "incidents, tickets, chatbot, logs, load, security, communication, rota, integrations, mailings, emergency, "
        "restores, rehearsals, phases, criteria, votes, reviews, risks, weeks, days, access, groups, feedback, "
        "asked (tickets by day after the switch), signals, checks. out writes a list, pattern an empty file for it, "
        "in records every line of such a file.",
    ),
    Command(
        "request",
        "ask somebody who is not here: key, write, answer, apply, list",
        "requesting",
        "request",
        (
            argument("act", choices=["key", "write", "answer", "apply", "list"]),
            argument("file", nargs="?", metavar="FILE", help="the key, request or reply file"),
            argument("--for", dest="asked", metavar="NAME", help="write: whom to ask"),
            argument("--list", metavar="LIST", help="write: the list (see register lists); without it a test"),
            argument("--act", dest="form", metavar="ACT", help="write: the act of that list that is asked for"),
            argument("--item", metavar="N", help="write: the line it is about"),
            argument("--value", action="append", default=[], metavar="FIELD=TEXT", help="write: fill in a field"),
            argument("--key", metavar="FILE", help="answer: your key file"),
            argument("--refuse", action="store_true", help="answer: say no"),
            argument("--out", metavar="FILE", help="answer: the reply to write"),
        ),
        about=_SIGNED + "key writes the key file of --as, with which they can answer anywhere. write makes a signed "
        "request file for an act that somebody else has to sign or confirm. answer needs no workspace: it reads a "
        "request, shows it and signs a reply with your key file and PIN. apply takes the reply: what was asked is "
        "done once. A reply that was changed, used before, run out or of another club is refused.",
    ),
    Command(
        "training",
        "practise on a copy: start, begin, help, show, end",
        "training",
        "training",
        (
            argument("act", choices=["start", "begin", "help", "show", "end"]),
            argument("task", nargs="?", metavar="TASK", help="begin, help: which of the twelve (see start)"),
        ),
        about="start makes a copy of the workspace to practise on, from which nothing can leave; every command works "
        "on it with --workspace COPY. begin starts a task there, help says how it is done (that try does not pass), "
        "show checks all by their results. end notes in the workspace what was passed and throws the copy away.",
    ),
    Command(
        "record",
        "record a proof: restore, ticket, answer, log, total, emergency",
        "proving",
        "record",
        (
            argument("what", choices=["restore", "ticket", "answer", "log", "total", "emergency"]),
            _NUMBER,
            argument("--title", metavar="TEXT", help="ticket: about what; answer: the question; emergency: the rule"),
            argument("--solved", metavar="HOW", help="ticket: clubos, legacy or open"),
            _DAY,
            argument("--document", metavar="TEXT", help="answer: the document it is held against"),
            argument("--version", metavar="TEXT", help="answer: the document's version"),
            argument("--wrong", action="store_true", help="answer: it does not match"),
            argument("--file", metavar="FILE", help="log: the file"),
            argument("--from", dest="first", metavar="TIME", help="log: its beginning"),
            argument("--until", dest="last", metavar="TIME", help="log: its end"),
            argument("--lines", type=number, metavar="N", help="log: how many lines"),
            argument("--critical", type=number, metavar="N", help="log: how many are critical errors"),
            argument("--domain", choices=[domain.value for domain in FINANCE], help="total: of what"),
            argument("--minor", type=number, metavar="N", help="total: the amount in cents"),
            argument("--currency", help="total: if not the club's"),
            argument("--contact", action="append", default=[], metavar="N", help="emergency: who decides"),
        ),
        about="Record a proof. restore backs up, restores into a fresh folder, examines it and throws it away. A "
        "rehearsal's --day is the day of its snapshot.",
    ),
)
"""In the order of ``--help``."""
