"""``sign``, ``vote``, ``phase``, ``criteria``, ``plan``: what is signed and what the board decides."""

from argparse import Namespace
from pathlib import Path

from clubos_desktop import connections, files
from clubos_desktop.cli.acting import done, number, signer, wanted
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.registers import Ballot, Entry, Phase
from clubos_desktop.model.time import to_instant, wall
from clubos_desktop.schedule import own_copy
from clubos_desktop.store import views
from clubos_desktop.verification import measure
from clubos_desktop.verification.acts import board, entering, motions, people, reviewing
from clubos_desktop.verification.earliest import Earliest, earliest
from clubos_desktop.verification.gates import assess
from clubos_desktop.verification.registers import attest, decided, phases
from clubos_desktop.verification.registers import criteria as locked_criteria
from clubos_desktop.verification.registers import motions as held
from clubos_desktop.workspace import Workspace

LONGEST_TEXT = 1_000_000
"""Bytes of a text for members or a rota that is read."""


def sign(arguments: Namespace, terminal: Terminal) -> int:
    """Sign something with the own PIN."""
    with workspace(arguments, writing=True) as opened:
        entry = _sign(opened, arguments)
        return done(terminal, entry, f"Signed: {entry.register} {entry.act}.")


def _sign(opened: Workspace, said: Namespace) -> Entry:
    database = opened.database
    person, pin = signer(opened)
    if said.what == "readiness":
        return people.sign_off(database, person, pin)
    if said.what == "withdraw":
        return people.withdraw(database, person, pin)
    if said.what == "review":
        pairs = tuple((q.strip(), a.strip()) for q, _, a in (each.partition("=") for each in said.question))
        who = tuple(name.strip() for name in (said.who or "").split(",") if name.strip())
        present = 0 if who else number(said.present, "--present")
        pack = wanted(said.pack, "--pack")
        return reviewing.review(database, person, pin, pack, present=present, questions=pairs, who=who)
    return board.approve(database, person, pin, said.what, _members(opened) if said.what == "communication" else 0)


def _members(opened: Workspace) -> int:
    """Members in Wild Apricot: the people a message goes to."""
    with opened.database.read() as conn:
        totals = [t.present for t in views.totals(conn) if (t.side, t.domain) == (Side.LEGACY, Domain.MEMBERS)]
    return sum(totals)


def vote(arguments: Namespace, terminal: Terminal) -> int:
    """The board's votes."""
    with workspace(arguments, writing=arguments.act != "list") as opened:
        if arguments.act == "list":
            return _votes(opened, terminal)
        if arguments.act == "read":
            terminal.drive(connections.read_votes(opened))
            return _votes(opened, terminal)
        person, pin = signer(opened)
        if arguments.act == "link":
            which, named = wanted(arguments.number, "a number"), wanted(arguments.held, "--held")
            entry = motions.link(opened.database, person, pin, which, "" if named == "none" else named)
        elif arguments.act == "revoke":
            which, reason = wanted(arguments.number, "a number"), wanted(arguments.reason, "--reason")
            entry = board.revoke(opened.database, person, pin, which, reason)
        else:
            entry = board.vote(
                opened.database,
                person,
                pin,
                ballot=Ballot(arguments.ballot),
                motion=wanted(arguments.motion, "--motion"),
                day=wanted(arguments.day, "--day"),
                count=(arguments.for_, arguments.against, arguments.abstain),
                quorum=number(arguments.quorum, "--quorum"),
                expires=wanted(arguments.expires, "--expires"),
                minutes=Path(wanted(arguments.minutes, "--minutes")),
                pack=arguments.pack or "",
                dissent=arguments.dissent,
            )
        return done(terminal, entry, f"Vote {entry.item} is {entry.act}.")


def _votes(opened: Workspace, terminal: Terminal) -> int:
    now = entering.known(opened.database)
    found = [(entry, each, decided.void(now, entry, each)) for entry, each in decided.votes(now)]
    listed = [
        {
            "number": entry.item,
            "ballot": each.ballot.value,
            "motion": each.motion,
            "day": each.day,
            "for": each.for_,
            "against": each.against,
            "abstain": each.abstain,
            "quorum": each.quorum,
            "expires": each.expires,
            "dissent": each.dissent,
            "pack": each.pack,
            "minutes": each.minutes,
            "counts": not reasons,
            "why": " ".join(reasons),
            "held": held.said(now, entry, each),
        }
        for entry, each, reasons in found
    ]
    rows = [
        [e.item, v.ballot, v.day, f"{v.for_}-{v.against}-{v.abstain}", v.expires, " ".join(why) or "counts"]
        for e, v, why in found
    ]
    terminal.result({"votes": listed}, table(["No.", "About", "Day", "For-against-abstain", "Until", ""], rows))
    return 0


def phase(arguments: Namespace, terminal: Terminal) -> int:
    """The phase, what the next one needs, and how soon one could go; ``begin`` signs another."""
    with workspace(arguments, writing=arguments.act == "begin") as opened:
        if arguments.act == "begin":
            person, pin = signer(opened)
            wished = Phase(wanted(arguments.phase, "a phase"))
            board.move(opened.database, person, pin, wished, until=arguments.until, reason=arguments.reason)
        return _phase(opened, terminal)


def _phase(opened: Workspace, terminal: Terminal) -> int:
    at, zone = to_instant(opened.clock.now()), opened.club.zone
    with opened.database.read() as conn:
        now = measure.known_at(conn, at, zone)
        evidence = measure.gather(conn, at, zone)
    readiness = assess(evidence, now.limits)
    standing = phases.standing(now, readiness)
    could = earliest(now, evidence, readiness)
    lines = [standing.label + ".", phases.ALLOWS[standing.phase], *(f"· {each}" for each in standing.missing)]
    document = {
        "phase": standing.phase.value,
        "label": standing.label,
        "since": standing.since,
        "earliest_end": standing.earliest,
        "latest_end": standing.latest,
        "planned": standing.planned,
        "next": standing.following and standing.following.value,
        "missing": list(standing.missing),
        "could_go": could_go(could),
    }
    terminal.result(document, "\n".join([*lines, "", could.sentence(zone)]))
    return 0


def could_go(could: Earliest) -> dict[str, object]:
    """The earliest honest date under the stable names of the command reference."""
    waits = [{"until": each.until, "what": each.what} for each in could.waits]
    return {
        "today": could.today,
        "earliest": could.at,
        "binding": could.binding,
        "waits": waits,
        "needs": list(could.needs),
    }


def criteria(arguments: Namespace, terminal: Terminal) -> int:
    """The limits and whether the board locked them; a motion for it; the lock; changes."""
    with workspace(arguments, writing=arguments.act in {"lock", "change", "set"}) as opened:
        if arguments.act == "set":
            _refuse_locked(opened)
            board.set_limits(opened.database, opened.actor, _limits(arguments.limit))
        elif arguments.act in {"lock", "change"}:
            person, pin = signer(opened)
            which = wanted(arguments.vote, "--vote")
            if arguments.act == "lock":
                board.lock_criteria(opened.database, person, pin, which)
            else:
                board.change_criteria(opened.database, person, pin, which, _limits(arguments.limit))
        now = entering.known(opened.database)
        if arguments.act == "motion":
            motion = locked_criteria.motion(now.limits, now.criteria)
            terminal.result({"motion": motion, "hash": now.criteria}, motion)
            return 0
        found = attest.lock(now)
    limits = [
        {
            "key": each.key,
            "label": each.label,
            "limit": each.text,
            "value": each.limit.value,
            "source": each.limit.source,
        }
        for each in now.limits.settings
    ]
    changes = [] if found is None else [{"at": at, "change": change} for at, change in found.changes]
    said = "Trial weeks: they do not count yet. The criteria are not locked."
    if found is not None:
        said = f"Locked by the board on {wall(found.since, now.zone)}, check number {found.locked[:8]}."
        said += "" if found.holds else " Something was changed since without the board."
    rows = [[each.key, each.label, each.text, each.limit.source] for each in now.limits.settings]
    document = {
        "locked": found and found.since,
        "holds": found is not None and found.holds,
        "hash": now.criteria,
        "changes": changes,
        "limits": limits,
    }
    terminal.result(document, f"{table(['Key', 'What', 'Limit', 'From'], rows)}\n{said}")
    return 0


def _refuse_locked(opened: Workspace) -> None:
    if attest.lock(entering.known(opened.database)) is not None:
        raise InputError(
            "The criteria are locked. Nothing was changed.",
            remedy="Record the board's vote, then say clubos-desktop criteria change --vote N.",
            code="criteria.locked",
        )


def _limits(said: list[str]) -> dict[str, float]:
    found = {}
    for each in said:
        key, _, value = each.partition("=")
        try:
            found[key.strip()] = float(value)
        except ValueError as error:
            raise InputError(
                f"“{each}” is not a limit. Nothing was changed.", remedy="Write it like mismatch=0.5.", code="limit"
            ) from error
    return found


def _test_mail(what: str, opened: Workspace, terminal: Terminal) -> int:
    """The text to the club's own address alone."""
    text = board.message_text(opened.database, what)
    to = terminal.drive(own_copy.send(opened.database, opened.keys, text, clock=opened.clock))
    terminal.result({"tested": to}, f"The test went to {to}. Nobody else got it.")
    return 0


def plan(arguments: Namespace, terminal: Terminal) -> int:
    """The texts for members and the support rota, from files."""
    with workspace(arguments, writing=True) as opened:
        if arguments.test:
            return _test_mail(arguments.what, opened, terminal)
        text = files.read_text(Path(wanted(arguments.file, "FILE")), LONGEST_TEXT)
        if arguments.what == "rota":
            entry = board.write_rota(opened.database, opened.actor, text)
            return done(terminal, entry, "The rota is written. Let the board approve it with sign support.")
        values = {"club": opened.club.name, "members": f"{_members(opened):,}"}
        values |= dict(each.split("=", 1) for each in arguments.value if "=" in each)
        entry = board.write_message(opened.database, opened.actor, arguments.what, text, values)
        return done(terminal, entry, f"The text “{entry.item}” is written. Let the board approve it.")
