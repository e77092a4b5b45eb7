"""``schedule``: show, set, install in the system's scheduler, remove, make the copy that is due, and e-mail."""

from argparse import Namespace

from clubos_desktop.cli import schedule_texts as texts
from clubos_desktop.cli.opening import workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError
from clubos_desktop.model.plan import Every, Plan, in_force
from clubos_desktop.model.time import DAYS, to_instant
from clubos_desktop.schedule import record
from clubos_desktop.store import dues, notices
from clubos_desktop.verification import measure, on_time
from clubos_desktop.workspace import Workspace


def schedule(arguments: Namespace, terminal: Terminal) -> int:
    """One of its acts."""
    if arguments.act == "run-due":
        from clubos_desktop.cli.due_now import run_due  # noqa: PLC0415 - connectors, only where a copy is made

        return run_due(arguments, terminal)
    if arguments.act in ("install", "uninstall"):
        from clubos_desktop.cli import installing  # noqa: PLC0415 - only for these two

        return (
            installing.install(arguments, terminal)
            if arguments.act == "install"
            else installing.remove(arguments, terminal)
        )
    if arguments.act == "mail":
        from clubos_desktop.cli.mailing import mail  # noqa: PLC0415 - smtplib, only where mail is set

        return mail(arguments, terminal)
    return {"show": show, "set": choose}[arguments.act](arguments, terminal)


def show(arguments: Namespace, terminal: Terminal) -> int:
    """The plan, the next copy, the last days and the notices. Exit code 1 when something is wrong."""
    with workspace(arguments, writing=False) as opened:
        return _show(opened, terminal)


def choose(arguments: Namespace, terminal: Terminal) -> int:
    """Put a plan in force, or switch copying by plan off."""
    with workspace(arguments, writing=True) as opened:
        with opened.database.read() as conn:
            before = in_force(dues.timetable(conn)) or Plan(opened.club.zone)
        plan = None if arguments.off else _plan(before, arguments)
        record.choose(opened.database, plan, clock=opened.clock, actor=opened.actor)
        _show(opened, terminal)
    return 0


def _show(opened: Workspace, terminal: Terminal) -> int:
    now = opened.clock.now()
    with opened.database.read() as conn:
        timetable = dues.timetable(conn)
        look = record.look(conn, now)
        limits = measure.limits_of(conn)
        figures = on_time.gather(conn, to_instant(now), limits.value("sync_days"))
        told = notices.page(conn, limit=5)
    zone = opened.club.zone
    plan = in_force(timetable)
    terminal.result(
        texts.as_json(plan, look, figures, limits, told),
        texts.text(plan, look, figures, limits, told, zone=zone, now=now),
    )
    return 1 if texts.wrong(look, figures, limits) else 0


def _plan(before: Plan, arguments: Namespace) -> Plan:
    """The plan before with what was said; a new weekday or hours say how often by themselves."""
    every = arguments.every or (arguments.hours and Every.INTERVAL) or (arguments.weekday and Every.WEEKLY)
    opens, closes = _span(arguments.window, "--window") or (before.opens, before.closes)
    quiet = before.quiet if arguments.quiet is None else _span(arguments.quiet, "--quiet")
    return Plan(
        zone=before.zone,
        every=Every(every or before.every),
        at=arguments.at or before.at,
        hours=arguments.hours or before.hours,
        weekday=before.weekday if arguments.weekday is None else DAYS.index(arguments.weekday),
        quiet=quiet,
        opens=opens,
        closes=closes,
        jitter=before.jitter if arguments.jitter is None else arguments.jitter,
    )


def _span(said: str | None, option: str) -> tuple[str, str] | None:
    """Two times "22:00-07:00"; "none" for none."""
    if said is None or said == "none":
        return None
    begin, dash, end = said.partition("-")
    if not dash:
        raise InputError(f"{option} needs two times.", remedy=f"Say {option} 22:00-07:00.", code="usage")
    return begin.strip(), end.strip()
