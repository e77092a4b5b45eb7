"""``grace`` and ``export``: the return period, and files for the old system."""

from argparse import Namespace
from dataclasses import asdict

from clubos_desktop.cli.acting import as_json, wanted
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.connections import rules_of
from clubos_desktop.cutover import grace as period
from clubos_desktop.cutover import watch
from clubos_desktop.cutover.legacy import export as files
from clubos_desktop.cutover.legacy.export import changed
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.money import show
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.time import wall
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers import runbook
from clubos_desktop.workspace import Workspace


def grace(said: Namespace, terminal: Terminal) -> int:
    """The return period now. Exit code 1 when going back is not possible."""
    with workspace(said, writing=said.act in {"carry", "watch"}) as opened:
        if said.act == "drift":
            return _drift(opened, terminal)
        if said.act == "carry":
            entry = _carry(opened, said)
            terminal.result({"entry": as_json(entry)}, "Noted.")
            return 0
        if said.act == "watch":
            entry = watch.record(opened.database, opened.actor)
            found = list(getattr(entry.body, "proposals", ()))
            text = "\n".join(found) or "No limit is broken."
            terminal.result({"entry": as_json(entry)}, text)
            return 1 if found else 0
        return _period(opened, terminal)


def _period(opened: Workspace, terminal: Terminal) -> int:
    now = known(opened.database)
    clock = period.clock(now)
    with opened.database.read() as conn:
        cost = period.cost(conn, now)
    slowest = period.rehearsed(now)
    if clock is None or cost is None:
        document = {"possible": False, "in_charge": "legacy", "why": ["Wild Apricot is in charge."]}
        terminal.result(document, "Wild Apricot is in charge: there is nothing to go back from.")
        return 1
    possible = not clock.over
    document = {
        "possible": possible,
        "in_charge": "clubos",
        "since": clock.since,
        "until": clock.until,
        "days_left": clock.days_left,
        "notice": clock.notice,
        "rehearsed_seconds": slowest,
        "cost": {
            "records": {domain.value: n for domain, n in cost.records.items()},
            "money": [{"currency": currency, "minor": minor} for currency, minor in sorted(cost.money.items())],
            "not_counted": list(cost.unread),
        },
        "remaining": [] if possible else list(period.REMAINING),
    }
    terminal.result(document, _told(opened, clock, cost, slowest))
    return 0 if possible else 1


def _told(opened: Workspace, clock: period.Clock, cost: period.Cost, slowest: float | None) -> str:
    until = wall(clock.until, opened.club.zone)
    if clock.over:
        ways = "\n".join(f"· {each}" for each in period.REMAINING)
        return f"Going back is not possible any more: the return period ended on {until}.\nWhat is left:\n{ways}"
    lines = [f"You can go back until {until}: {clock.days_left} days."]
    if slowest is not None:
        lines.append(f"It took {slowest / 60:.0f} minutes in your slower rehearsal.")
    counted = ", ".join(f"{n} {domain.value}" for domain, n in cost.records.items()) or "nothing yet"
    sums = ", ".join(show(minor, currency) for currency, minor in sorted(cost.money.items()))
    lines.append(f"Going back now would have to be typed again: {counted}{'; ' + sums if sums else ''}.")
    return "\n".join(lines)


def _drift(opened: Workspace, terminal: Terminal) -> int:
    now = known(opened.database)
    with opened.database.read() as conn:
        found = period.drift(conn, now)
    still = [each for each in found if each.state == "open"]
    rows = [[each.domain.value, each.key, each.what, each.owner, each.state] for each in found]
    head = f"{len(found)} records changed in Wild Apricot since the switch, {len(still)} are open."
    terminal.result(
        {"drift": [asdict(each) for each in found], "open": len(still)},
        head + ("\n" + table(["what", "number", "who", "owner", "state"], rows) if rows else ""),
    )
    return 1 if still else 0


def _carry(opened: Workspace, said: Namespace) -> Entry:
    domain, key = Domain(wanted(said.domain, "--domain")), wanted(said.key, "--key")
    now = known(opened.database)
    with opened.database.read() as conn:
        records = changed(conn, domain, runbook.switched(now.kept), Side.LEGACY)
    for record in records:
        if record.key == key:
            owner, state = wanted(said.owner, "--owner"), wanted(said.state, "--state")
            return period.carry(opened.database, opened.actor, record, domain, owner=owner, state=state)
    raise InputError(
        f"Nothing with the number {key} changed in Wild Apricot since the switch. Nothing was noted.",
        remedy="See clubos-desktop grace drift.",
        code="drift.key",
    )


def export(said: Namespace, terminal: Terminal) -> int:
    """Write the files. Exit code 1 when a row did not come back as it was written."""
    with workspace(said, writing=True) as opened:
        since = runbook.switched(known(opened.database).kept) if said.since_switch else None
        if said.since_switch and since is None:
            raise InputError(
                "There was no switch yet. Nothing was written.", remedy="Leave --since-switch out.", code="export.since"
            )
        made = terminal.drive(
            files.write(
                opened.database, said.folder, rules_of(opened), actor=opened.actor, since=since, zone=opened.club.zone
            )
        )
    document = {
        "folder": str(said.folder),
        "files": list(made.files),
        "rows": made.rows,
        "read_back": made.read_back,
        "left": [asdict(each) for each in made.left],
        "not_served": list(made.unread),
        "problems": list(made.problems),
        "sha256": made.sha256,
    }
    lines = [f"{made.rows} rows in {len(made.files)} files in {said.folder}; {made.read_back} read again and the same."]
    lines += [f"{len(made.left)} values fit in no file: see “Not carried over.csv”."] if made.left else []
    terminal.result(document, "\n".join([*lines, *made.problems]))
    return 1 if made.problems else 0
