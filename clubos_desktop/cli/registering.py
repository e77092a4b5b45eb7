"""``people``, ``incident``, ``operator``, ``contact``: who takes part, who can do it, what went wrong."""

from argparse import Namespace

from clubos_desktop.cli.acting import NEW, SECOND, as_json, day, done, number, pin_of, signer, wanted
from clubos_desktop.cli.opening import somebody, workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.errors import InputError
from clubos_desktop.model.incidents import Severity
from clubos_desktop.model.people import Role
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import read_instant, wall
from clubos_desktop.model.written import Writing
from clubos_desktop.store import people as persons
from clubos_desktop.verification.acts import entering, membership
from clubos_desktop.verification.acts import people as acts
from clubos_desktop.verification.registers.incidents import incidents
from clubos_desktop.verification.registers.operators import contacts, operators
from clubos_desktop.verification.registers.training import MODULES, TASKS
from clubos_desktop.workspace import Workspace


def people(arguments: Namespace, terminal: Terminal) -> int:
    """Who takes part; somebody new; an own PIN; somebody who leaves."""
    with workspace(arguments, writing=arguments.act != "list") as opened:
        if arguments.act != "list":
            _change_people(opened, arguments)
        with opened.database.read() as connection:
            everyone = persons.every(connection)
        waiting = membership.waiting(opened.database)
    rows = [
        [
            person.name,
            person.role,
            "to be vouched for" if person.id in waiting else "yes" if person.has_pin else "no",
            "" if person.active else "left",
        ]
        for person in everyone
    ]
    listed = [
        {
            "id": p.id,
            "name": p.name,
            "role": p.role.value,
            "pin": p.has_pin,
            "active": p.active,
            "vouched": p.has_pin and p.id not in waiting,
        }
        for p in everyone
    ]
    terminal.result({"people": listed}, table(["Name", "Role", "PIN", ""], rows))
    return 0


def _change_people(opened: Workspace, said: Namespace) -> None:
    """One act on the list of people; ``--by`` names the board member whose PIN it needs."""
    database, actor, by = opened.database, opened.actor, _allowing(opened, said)
    name = said.name if said.act == "pin" else wanted(said.name, "a name")
    if said.act == "add":
        membership.add(database, actor, name, Role(said.role or Role.OPERATOR), by=by)
    elif said.act == "change":
        person = somebody(opened, name)
        role = person.role if said.role is None else Role(said.role)
        membership.change(database, actor, person, said.called or person.name, role, by=by)
    elif said.act == "retire":
        membership.retire(database, actor, somebody(opened, name), by=by)
    elif said.act == "pin":
        _set_pin(opened, name, by)
    else:
        wanted(said.by, "--by")
        assert by is not None  # noqa: S101 - wanted above
        act = membership.reset if said.act == "reset" else membership.vouch
        act(database, somebody(opened, name), by=by)


def _allowing(opened: Workspace, said: Namespace) -> membership.Signer | None:
    """The board member of ``--by`` with the PIN."""
    if not said.by:
        return None
    person = somebody(opened, said.by)
    return person, pin_of(person.name, SECOND)


def _set_pin(opened: Workspace, name: str | None, by: membership.Signer | None) -> None:
    """A person's own PIN; who has one proves it first, and nobody sets another's."""
    person = somebody(opened, name) if name else opened.person
    if person is None or (opened.person is not None and person.id != opened.person.id):
        raise InputError(
            "People set their own PIN. Nothing was changed.",
            remedy="Say --as with the same name.",
            code="person.own_pin",
        )
    present = pin_of(person.name) if person.has_pin else ""
    if person.has_pin:
        entering.prove(opened.database, person, present)  # said before the new one is asked for
    else:
        membership.allow(opened.database, (person.role,), by)
    membership.set_pin(opened.database, person, pin_of(f"{person.name} from now on", NEW), present=present, by=by)


def incident(arguments: Namespace, terminal: Terminal) -> int:
    """The list of incidents, and its acts."""
    with workspace(arguments, writing=arguments.act != "list") as opened:
        if arguments.act == "list":
            return _incidents(opened, terminal)
        entry = _incident(opened, arguments)
        if arguments.act == "look":
            return done(terminal, entry, "Noted: every incident up to now is on the list.")
        return done(terminal, entry, f"Incident {entry.item} is {entry.act}.")


def _incident(opened: Workspace, said: Namespace) -> Entry:
    database, actor = opened.database, opened.actor
    if said.act == "open":
        since = read_moment(said.since, opened.club.zone) if said.since else None
        return acts.open_incident(
            database, actor, wanted(said.title, "--title"), Severity(said.severity or "P1"), since
        )
    if said.act == "look":
        return acts.look(database, actor, said.title or "")
    which, reason = wanted(said.number, "a number"), wanted(said.reason, "--reason")
    if said.act == "close":
        return acts.close_incident(database, actor, which, reason)
    second = somebody(opened, said.second) if said.second else None
    signed = (second, pin_of(second.name, SECOND)) if second else None
    severity = Severity(wanted(said.severity, "--severity"))
    first = signer(opened) if signed else None
    return acts.regrade(database, actor, which, severity, reason, second=signed, first=first)


def read_moment(text: str, zone: str) -> str:
    """A moment by the club's clock. Raises InputError."""
    try:
        return read_instant(Writing().moment(text), zone)
    except ValueError as error:
        raise InputError(
            f"“{text}” is not a time. Nothing was recorded.",
            remedy="Write it like 5 Dec 2026, 14:30.",
            code="time",
        ) from error


def _incidents(opened: Workspace, terminal: Terminal) -> int:
    zone = opened.club.zone
    found = incidents(entering.known(opened.database).kept)
    rows = [
        [
            each.number,
            each.severity,
            each.title,
            wall(each.since, zone),
            wall(each.closed, zone) if each.closed else "open",
        ]
        for each in found
    ]
    listed = [
        {"number": e.number, "severity": e.severity.value, "title": e.title, "since": e.since, "closed": e.closed}
        for e in found
    ]
    empty = "No incident is on the list. Say clubos-desktop incident look when you looked for some."
    terminal.result(
        {"incidents": listed}, table(["No.", "Severity", "What", "Since", "Closed"], rows) if rows else empty
    )
    return 0


def operator(arguments: Namespace, terminal: Terminal) -> int:
    """The operators: training, tasks, how sure they feel."""
    with workspace(arguments, writing=arguments.act not in {"list", "modules"}) as opened:
        if arguments.act == "modules":
            return _modules(terminal)
        if arguments.act == "list":
            return _operators(opened, terminal)
        entry = _operator(opened, arguments)
        return done(terminal, entry, f"Recorded: operator {arguments.name} {entry.act}.")


def _operator(opened: Workspace, said: Namespace) -> Entry:
    database, actor = opened.database, opened.actor
    person = somebody(opened, wanted(said.name, "a name"))
    if said.act == "add":
        return acts.name_operator(database, actor, person)
    if said.act == "leave":
        return acts.leave(database, actor, person)
    if said.act == "feel":
        return acts.feel(database, actor, person, number(said.confidence, "--confidence"))
    if said.act == "train":
        answer, module = number(said.answer, "--answer"), wanted(said.module, "--module")
        return acts.train(database, actor, person, module, answer=answer, day=day(said, opened))
    task, seen = wanted(said.task, "--task"), wanted(said.evidence, "--evidence")
    return acts.did(database, actor, person, task, helped=said.helped, evidence=seen, tries=said.tries)


def _operators(opened: Workspace, terminal: Terminal) -> int:
    with opened.database.read() as connection:
        names = persons.names(connection)
    found = operators(entering.known(opened.database).kept)
    listed = [
        {
            "name": names[f"person:{each.person}"].split(",")[0],
            "trained": sorted(each.trained),
            "tasks": sorted(each.tasks("", alone=False)),
            "alone": sorted(each.tasks("", alone=True)),
            "confidence": list(each.felt),
            "signed": each.signed.at if each.signed else None,
        }
        for each in found
    ]
    rows = [
        [
            names[f"person:{each.person}"],
            f"{len(each.trained)} of {len(MODULES)}",
            f"{len(each.tasks('', alone=False))} of {len(TASKS)}",
            " → ".join(map(str, each.felt)),
            "yes" if each.signed else "no",
        ]
        for each in found
    ]
    terminal.result({"operators": listed}, table(["Operator", "Trained", "Tasks", "Confidence", "Signed"], rows))
    return 0


def _modules(terminal: Terminal) -> int:
    """The modules with their questions, and the tasks."""
    asked = [{"id": m.id, "title": m.title, "question": m.question, "answers": list(m.answers)} for m in MODULES]
    lines = [
        f"{m.id}: {m.title}\n  {m.question}\n" + "\n".join(f"  {n}. {a}" for n, a in enumerate(m.answers, 1))
        for m in MODULES
    ]
    tasks = "\n".join(f"{name}: {text}" for name, text in TASKS.items())
    terminal.result({"modules": asked, "tasks": TASKS}, "\n".join([*lines, "", "Tasks", tasks]))
    return 0


def contact(arguments: Namespace, terminal: Terminal) -> int:
    """Whom to call, and whether they were reached."""
    with workspace(arguments, writing=arguments.act != "list") as opened:
        if arguments.act == "list":
            return _contacts(opened, terminal)
        database, actor = opened.database, opened.actor
        if arguments.act == "add":
            role, reach = wanted(arguments.role, "--role"), wanted(arguments.reach, "--reach")
            entry = acts.add_contact(database, actor, role, wanted(arguments.name, "--name"), reach)
        elif arguments.act == "test":
            which = wanted(arguments.number, "a number")
            entry = acts.try_contact(database, actor, which, day(arguments, opened), ok=not arguments.not_reached)
        else:
            entry = acts.drop_contact(database, actor, wanted(arguments.number, "a number"))
        return done(terminal, entry, f"Contact {entry.item} is {entry.act}.")


def _contacts(opened: Workspace, terminal: Terminal) -> int:
    found = contacts(entering.known(opened.database))
    listed = [
        {
            "number": each.number,
            "role": each.contact.role,
            "name": each.contact.name,
            "reach": each.contact.reach,
            "reached_until": each.until,
            "tested": as_json(each.tested) if each.tested else None,
        }
        for each in found
    ]
    rows = [
        [
            e.number,
            e.contact.role,
            e.contact.name,
            e.contact.reach,
            wall(e.until, opened.club.zone) if e.until else "no",
        ]
        for e in found
    ]
    terminal.result({"contacts": listed}, table(["No.", "Role", "Name", "Reach", "Test counts until"], rows))
    return 0
