"""``grace`` and ``export``: the return period, and files for the old system."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from clubos_desktop import files as written
from clubos_desktop import reports
from clubos_desktop.cli.acting import as_json, signer, wanted
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal, table
from clubos_desktop.connections import rules_of
from clubos_desktop.cutover import grace as period
from clubos_desktop.cutover import watch
from clubos_desktop.cutover.legacy import export as files
from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.time import wall
from clubos_desktop.schedule import record as schedule
from clubos_desktop.store import people
from clubos_desktop.verification import drift
from clubos_desktop.verification.acts import afterwards as acts
from clubos_desktop.verification.acts.entering import known
from clubos_desktop.verification.registers import afterwards, runbook
from clubos_desktop.workspace import Workspace


def grace(said: Namespace, terminal: Terminal) -> int:
    """The return period now. Exit code 1 when going back is not possible."""
    with workspace(said, writing=said.act in _WRITING) as opened:
        return _ACTS[said.act](opened, said, terminal)


def _period(opened: Workspace, _said: Namespace, terminal: Terminal) -> int:
    now = known(opened.database)
    with opened.database.read() as conn:
        found = period.period(conn, now)
    asked = [_returned(opened, each) for each in afterwards.emergencies(now)]
    if found is None:
        document = {"possible": False, "in_charge": "legacy", "why": ["Wild Apricot is in charge."]}
        lines = ["Wild Apricot is in charge: there is nothing to go back from.", *_asked(opened, asked)]
        terminal.result(document | {"emergency_returns": asked}, "\n".join(lines))
        return 1
    possible, clock, cost = not found.clock.over, found.clock, found.cost
    slowest = period.rehearsed(now)
    document = {
        "possible": possible,
        "in_charge": "clubos",
        "since": clock.since,
        "until": clock.until,
        "day": clock.number,
        "days": clock.whole,
        "days_left": clock.days_left,
        "notice": clock.notice,
        "owner": _name(opened, clock.lead),
        "rehearsed_seconds": slowest,
        "cost": {
            "records": {domain.value: n for domain, n in cost.records.items()},
            "money": [{"currency": currency, "minor": minor} for currency, minor in sorted(cost.money.items())],
            "not_counted": list(cost.unread),
            "known": cost.known,
        },
        "drift": {
            "changed": len(found.drifted),
            "open": len(found.unsettled),
            "unowned": found.unowned,
            "holes": [list(each) for each in found.holes],
        },
        "issues": {"all": len(found.issues), "open": len(found.open_issues)},
        "tickets": [asdict(each) for each in found.asked],
        "emergency_returns": asked,
        "closed": found.closed,
        "remaining": [] if possible else list(period.REMAINING),
    }
    terminal.result(document, "\n".join([*_told(opened, found, slowest), *_asked(opened, asked)]))
    return 0 if possible else 1


def _name(opened: Workspace, number: int) -> str:
    with opened.database.read() as conn:
        return next((each.name for each in people.every(conn) if each.id == number), "")


def _returned(opened: Workspace, each: afterwards.Emergency) -> dict[str, object]:
    with opened.database.read() as conn:
        names = people.names(conn)
    by = [names.get(actor, actor).split(",")[0] for actor in each.by if actor]
    return {"run": each.run, "at": each.at, "by": by, "until": each.until, "state": each.state}


def _asked(opened: Workspace, returned: list[dict[str, object]]) -> list[str]:
    zone = opened.club.zone
    return [
        f"The return of {wall(str(each['at']), zone)} began in an emergency; the board: {each['state']}, "
        f"until {wall(str(each['until']), zone)}."
        for each in returned
    ]


def _told(opened: Workspace, found: period.Period, slowest: float | None) -> list[str]:
    clock, cost = found.clock, found.cost
    until = wall(clock.until, opened.club.zone)
    if clock.over:
        ways = [f"· {each}" for each in period.REMAINING]
        return [
            f"Going back is not possible any more: the return period ended on {until}.", "What is left:", *ways
        ]  # fmt: skip
    whole = f"Day {clock.number} of {clock.whole}: you can go back until {until} ({clock.whole} times 24 hours)"
    lines = [f"{whole}, {clock.days_left} days."]
    owner = _name(opened, clock.lead)
    lines += [f"{owner} led the switch and minds it."] if owner else []
    if slowest is not None:
        lines.append(f"It took {slowest / 60:.0f} minutes in your slower rehearsal.")
    lines.append(f"Going back now means typing again: {cost.said}.")
    lines += [f"Not counted: {each}" for each in cost.unread]
    lines.append(
        f"Still changed in Wild Apricot: {len(found.drifted)}, {len(found.unsettled)} open, {found.unowned} that "
        "nobody minds."
    )
    lines += [
        f"Nobody looked from {wall(first, opened.club.zone)} to {wall(last, opened.club.zone)}."
        for first, last in found.holes
    ]
    lines.append(f"Issues: {len(found.issues)}, {len(found.open_issues)} open.")
    lines.append(f"Tickets: {found.support}")
    return lines


def _drift(opened: Workspace, _said: Namespace, terminal: Terminal) -> int:
    with opened.database.read() as conn:
        found = drift.found(conn, known(opened.database))
    still = drift.unsettled(found)
    rows = [[each.domain.value, each.key, each.what, each.change, each.owner, each.state] for each in found]
    head = f"{len(found)} records changed in Wild Apricot since the switch, {len(still)} are open."
    terminal.result(
        {"drift": [asdict(each) for each in found], "open": len(still)},
        head + ("\n" + table(["what", "number", "who", "change", "owner", "state"], rows) if rows else ""),
    )
    return 1 if still else 0


def _carry(opened: Workspace, said: Namespace, terminal: Terminal) -> int:
    domain, key = Domain(wanted(said.domain, "--domain")), wanted(said.key, "--key")
    owner, state = wanted(said.owner, "--owner"), wanted(said.state, "--state")
    with opened.database.read() as conn:
        each = drift.of(drift.found(conn, known(opened.database)), domain, key)
    entry = drift.carry(opened.database, opened.actor, each, owner=owner, state=state)
    terminal.result({"entry": as_json(entry)}, "Noted.")
    return 0


def _watch(opened: Workspace, _said: Namespace, terminal: Terminal) -> int:
    """One look of the hourly watch, and of the daily one."""
    entry = watch.record(opened.database, opened.actor)
    drift.look(opened.database, opened.actor)
    found = list(getattr(entry.body, "proposals", ()))
    terminal.result({"entry": as_json(entry)}, "\n".join(found) or "No limit is broken.")
    return 1 if found else 0


def _report(opened: Workspace, said: Namespace, terminal: Terminal) -> int:
    """The weekly report as a PDF."""
    path = Path(wanted(said.file, "--file"))
    made = reports.weekly(opened)
    written.write(path, made.content, private=True)
    reports.note(opened, made, path)
    document = {"path": str(path), "week": made.week, "sha256": made.sha256}
    terminal.result(document, f"The report of week {made.week} is in {path}.")
    return 0


def _close(opened: Workspace, said: Namespace, terminal: Terminal) -> int:
    """Wild Apricot is closed down: copies by plan end, ClubOS alone is left."""
    entry = acts.close(opened.database, *signer(opened), wanted(said.words, "--words"))
    schedule.choose(opened.database, None, clock=opened.clock, actor=opened.actor)
    terminal.result({"entry": as_json(entry)}, "Wild Apricot is closed down. Copies by plan are switched off.")
    return 0


_WRITING = frozenset({"carry", "watch", "report", "close"})
_ACTS = {
    "status": _period,
    "drift": _drift,
    "carry": _carry,
    "watch": _watch,
    "report": _report,
    "close": _close,
}


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
