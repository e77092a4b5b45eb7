"""``record`` and ``risk``: proofs of every kind, and the list of risks."""

from argparse import Namespace
from pathlib import Path

from clubos_desktop.cli.acting import day, done, number, wanted
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.registering import read_moment
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import to_instant
from clubos_desktop.verification.acts import entering, proofs
from clubos_desktop.verification.record import assess
from clubos_desktop.verification.registers import risks
from clubos_desktop.workspace import Workspace


def record(arguments: Namespace, terminal: Terminal) -> int:
    """Record one proof. Exit code 1 when a tested restore shows a fault."""
    with workspace(arguments, writing=True) as opened:
        if arguments.what == "restore":
            entry = terminal.drive(proofs.try_restore(opened.database, opened.actor))
            problems = entry.body.problems if hasattr(entry.body, "problems") else ()
            good = "A backup was restored into a fresh folder, examined and found sound."
            done(terminal, entry, good if not problems else "The restore shows faults:\n" + "\n".join(problems))
            return 1 if problems else 0
        entry = _RECORDS[arguments.what](opened, arguments)
        return done(terminal, entry, f"Recorded: {entry.register} {entry.item}".rstrip() + ".")


def _ticket(opened: Workspace, said: Namespace) -> Entry:
    title, solved = wanted(said.title, "--title"), wanted(said.solved, "--solved")
    return proofs.ticket(opened.database, opened.actor, title, solved, day(said, opened), number=said.number)


def _answer(opened: Workspace, said: Namespace) -> Entry:
    question, document = wanted(said.title, "--title"), wanted(said.document, "--document")
    version = wanted(said.version, "--version")
    return proofs.grade(opened.database, opened.actor, question, document, version, right=not said.wrong)


def _log(opened: Workspace, said: Namespace) -> Entry:
    zone, file = opened.club.zone, Path(wanted(said.file, "--file"))
    first = read_moment(wanted(said.first, "--from"), zone)
    last = read_moment(wanted(said.last, "--until"), zone)
    lines, critical = number(said.lines, "--lines"), number(said.critical, "--critical")
    return proofs.read_log(opened.database, opened.actor, file, first, last, lines=lines, critical=critical)


def _total(opened: Workspace, said: Namespace) -> Entry:
    domain = Domain(wanted(said.domain, "--domain"))
    cents = number(said.minor, "--minor")
    return proofs.total(opened.database, opened.actor, domain, said.currency or opened.club.currency, cents)


def _emergency(opened: Workspace, said: Namespace) -> Entry:
    return proofs.emergency(opened.database, opened.actor, wanted(said.title, "--title"), tuple(said.contact))


_RECORDS = {
    "ticket": _ticket,
    "answer": _answer,
    "log": _log,
    "total": _total,
    "emergency": _emergency,
}


def risk(arguments: Namespace, terminal: Terminal) -> int:
    """The risks with score, owner, review day, and the checks that raise them now."""
    with workspace(arguments, writing=arguments.act != "list") as opened:
        database, actor = opened.database, opened.actor
        if arguments.act == "rate":
            entry = proofs.rate(
                database,
                actor,
                wanted(arguments.number, "a number"),
                likelihood=number(arguments.likelihood, "--likelihood"),
                impact=number(arguments.impact, "--impact"),
                owner=wanted(arguments.owner, "--owner"),
                review=wanted(arguments.review, "--review"),
            )
            return done(terminal, entry, f"Risk {entry.item} is rated.")
        if arguments.act == "add":
            title, what = wanted(arguments.title, "--title"), wanted(arguments.mitigation, "--mitigation")
            entry = proofs.add_risk(database, actor, title, what, arguments.abort)
            return done(terminal, entry, f"Risk {entry.item} is on the list. Rate it next.")
        return _risks(opened, terminal)


def _risks(opened: Workspace, terminal: Terminal) -> int:
    at, zone = to_instant(opened.clock.now()), opened.club.zone
    with opened.database.read() as connection:
        readiness = assess(connection, at)
    found = risks.risks(entering.known(opened.database).kept).values()
    listed = [
        {
            "number": each.number,
            "title": each.title,
            "likelihood": each.likelihood,
            "impact": each.impact,
            "score": each.score,
            "mitigation": each.mitigation,
            "abort": each.abort,
            "owner": each.owner,
            "review": each.review,
            "raised": list(risks.raised(each, readiness)),
            "overdue": risks.overdue(each, at, zone),
        }
        for each in found
    ]
    rows = [
        [e.number, e.title, e.score, e.owner or "nobody", e.review or "no day", " ".join(risks.raised(e, readiness))]
        for e in sorted(found, key=lambda each: -each.score)
    ]
    head = ["No.", "Risk", "Score", "Owner", "Review", "Raised by"]
    terminal.result({"risks": listed}, table(head, rows, numbers=[2]))
    return 0
