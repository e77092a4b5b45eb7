"""Copying by plan, as the window sees it: what is planned, what was missed, and the copy that is due now."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from clubos_desktop import backups, examining, files, pace, planned, undoing
from clubos_desktop.backups import Tested
from clubos_desktop.errors import InputError
from clubos_desktop.examining import Examined
from clubos_desktop.job import Job, Progress, aside
from clubos_desktop.model.domains import Side
from clubos_desktop.model.plan import Due, DueState, Plan, in_force
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Entry
from clubos_desktop.model.runs import Mode
from clubos_desktop.model.time import to_instant
from clubos_desktop.pace import Pace
from clubos_desktop.schedule import installing, mail, record
from clubos_desktop.schedule.due import Look, Stand
from clubos_desktop.schedule.mail import Post
from clubos_desktop.store import dues, notices, rotation, settings
from clubos_desktop.store.notices import Notice
from clubos_desktop.store.rotation import Kept
from clubos_desktop.sync import recheck
from clubos_desktop.sync.taking_back import Part
from clubos_desktop.verification import health, measure, on_time
from clubos_desktop.verification.acts import logs
from clubos_desktop.verification.health import Health
from clubos_desktop.verification.logs import LogFound
from clubos_desktop.workspace import Workspace
from ui.models.planned import Planned
from ui.words import day, moment

MISSED = {
    DueState.MISSED: "was missed",
    DueState.FAILED: "failed",
    DueState.PARTIAL: "was not finished",
    DueState.LATE: "was late",
}


class Planning:
    """The plan of the open club."""

    def __init__(self, workspace: Workspace, zone: str) -> None:
        self._work = workspace
        self._zone = zone

    def plan(self) -> Plan | None:
        """The plan in force."""
        with self._work.database.read() as conn:
            return in_force(dues.timetable(conn))

    def choose(self, plan: Plan | None) -> None:
        """Put a plan in force, or none. Raises InputError."""
        record.choose(self._work.database, plan, clock=self._work.clock, actor=self._work.actor)

    def asks_closed(self) -> bool:
        """Whether this computer asks for due copies also while the window is closed."""
        return installing.installed(installing.installation(self._work.path))

    def ask_closed(self, *, on: bool) -> None:
        """Let it ask, or no more. Not for the screen's thread. Raises UnavailableError, StorageError."""
        made = installing.installation(self._work.path)
        if on:
            installing.install(made)
        else:
            installing.remove(made)

    def planned(self) -> Planned:
        """The plan, how it stands and what became of its days, from one snapshot."""
        now = self._work.clock.now()
        with self._work.database.read() as conn:
            limits = measure.limits_of(conn)
            return Planned(
                plan=in_force(dues.timetable(conn)),
                look=record.look(conn, now),
                days=tuple(record.stand(conn, now)),
                figures=on_time.gather(conn, to_instant(now), limits.value("sync_days")),
                limits=limits,
                zone=self._zone,
                now=now,
            )

    def pace(self, mode: Mode) -> Pace:
        """What is left of both budgets, and what a copy would take."""
        return pace.read(self._work, mode)

    def set_share(self, side: Side, share: float) -> None:
        """Use another part of a system's calls. Raises InputError."""
        pace.set_share(self._work, side, share)

    def set_recheck(self, days: int) -> None:
        """Ask for every invoice again after so many days. Raises InputError."""
        recheck.set_days(self._work.database, days, actor=self._work.actor)

    def undoing(self, copy: int) -> tuple[Part, ...]:
        """What taking a copy back would do. Raises InputError, RefusedError."""
        return undoing.plan(self._work, copy)

    def take_back(self, copy: int, reason: str) -> Job[object]:
        """Take a copy back. Raises InputError, RefusedError, StorageError."""
        return undoing.take_back(self._work, copy, reason)

    def health(self) -> Health:
        """Answer times, what ClubOS said of itself, logs. Not for the screen's thread."""
        with self._work.database.read() as conn:
            return health.gather(conn, to_instant(self._work.clock.now()))

    def look_into_log(self, log: Path | bytes) -> Job[tuple[LogFound, bytes]]:
        """What a log holds, without recording it, and its content. Raises InputError."""
        yield Progress("Reading the log")
        content = files.read(log, logs.LARGEST, code="log.file") if isinstance(log, Path) else log
        found = yield from logs.looking(self._work.database, content)
        return found, content

    def take_log(self, content: bytes) -> Job[object]:
        """Record a log. Raises InputError."""
        return logs.taking(self._work.database, self._work.actor, content)

    def backup_folder(self) -> Path:
        """Where backups are kept."""
        return backups.folder(self._work)

    def backups(self) -> tuple[tuple[Kept, ...], Entry | None]:
        """The backups that are kept, newest first, and the newest tested restore."""
        with self._work.database.read() as conn:
            tested = backups.last_test(conn)
        return rotation.every(backups.folder(self._work)), tested

    def make_backup(self) -> Job[object]:
        """A backup by hand; it stays until somebody deletes it. Raises StorageError."""
        return backups.keep(self._work, rotation.HAND)

    def try_backup(self) -> Job[Tested]:
        """Restore the newest backup, examine it and hold each record against it. Raises StorageError."""
        newest = backups.last_backup(self._work)
        if newest is None:
            raise InputError("There is no backup that could be tested.", remedy="Make one first.", code="backup.none")
        return backups.try_backup(self._work, newest.file)

    def examine(self) -> Job[Examined]:
        """Examine file, log, history, figures, backups and packs, and keep what came out."""
        return examining.noted(self._work, actor=self._work.actor)

    def examined(self) -> tuple[Instant, int] | None:
        """When everything was examined last, and how many things were wrong then."""
        with self._work.database.read() as conn:
            said = settings.get(conn, examining.NOTED, None)
        return None if said is None else (said["at"], len(said["problems"]))

    def at_start(self) -> list[str]:
        """The short look at each opening: what is wrong. Not for the screen's thread."""
        return examining.at_start(self._work)

    def told(self) -> tuple[Notice, ...]:
        """What people were told, newest first."""
        with self._work.database.read() as conn:
            return notices.page(conn, limit=20)

    def notices(self) -> list[tuple[int, str, str]]:
        """The same as number, sentence and remedy."""
        return [(each.id, each.sentence, each.remedy) for each in self.told()]

    def seen(self) -> None:
        """Somebody has looked at all of them."""
        with self._work.database.transaction(self._work.actor, "notices seen") as tx:
            notices.mark_seen(tx)

    def mailed(self) -> tuple[tuple[str, ...], bool]:
        """Who is told by e-mail, and whether once a day."""
        with self._work.database.read() as conn:
            post = mail.kept(conn)
        return ((), False) if post is None else (post.to, post.daily)

    def post(self) -> Post | None:
        """How notices are mailed; None when they are not."""
        with self._work.database.read() as conn:
            return mail.kept(conn)

    def try_post(self, post: Post, secret: str | None) -> Job[None]:
        """Send one message that says that it works. Raises InputError, NetworkError, SignInError, LockedError."""
        with self._work.database.read() as conn:
            mail.permitted(conn)
        post = mail.checked(post)
        if post.user and secret is None:
            secret = self._work.keys.get(mail.SECRET)
        name, clock = self._work.club.name, self._work.clock
        yield from aside(lambda: mail.trial(post, secret, name, clock), "Sending a test")

    def keep_post(self, post: Post, secret: str | None) -> None:
        """Mail notices so from now on. Raises InputError, LockedError."""
        work = self._work
        mail.put_in_force(work.database, work.keys, mail.checked(post), secret, actor=work.actor)

    def drop_post(self) -> None:
        """Mail nothing any more, and wipe the password. Raises LockedError."""
        mail.switch_off(self._work.database, self._work.keys, actor=self._work.actor)

    def mail_daily(self, daily: bool) -> None:
        """Mail once a day, or at each change."""
        mail.set_daily(self._work.database, self._work.actor, daily=daily)

    def next_line(self) -> str:
        """When the next copy starts, as a line on Copies."""
        now = self._work.clock.now()
        with self._work.database.read() as conn:
            look = record.look(conn, now)
        return next_line(look, now, self._zone)

    def missed(self) -> str:
        """The planned copy that was missed or failed last and was not made up for; "" when all is well."""
        with self._work.database.read() as conn:
            days = record.stand(conn, self._work.clock.now())
        return missed_line(days, self._zone)

    def listen(self, answer: Callable[[str], str]) -> None:
        """Let other programs of this computer hand over what is due."""
        self._work.listen(answer)

    def idle(self) -> bool:
        """Whether nothing at all is due now."""
        with self._work.database.read() as conn:
            return planned.idle(conn, self._work.path, self._work.clock.now())

    def due_now(self) -> Job[object]:
        """Make the copy that is due, keep the sign-in awake, tell people."""
        return planned.due_now(self._work)


def next_line(look: Look, now: datetime, zone: str) -> str:
    """For example: "Next copy by plan: today, 19:03."."""
    if look.stand is Stand.OFF or look.start is None:
        return "No copy is planned; Plan can change that."
    if look.stand is Stand.SIGN_IN:
        return f"The planned copy needs you to sign in. {look.reason}".strip()
    if look.stand is Stand.HELD:
        return "The planned copy waits for your OK."
    start = to_instant(look.start)
    again = "Tried again" if look.stand is Stand.AGAIN else "Next copy by plan:"
    return f"{again} {moment(start, zone, now)}." if look.start > now else "A planned copy is due now."


def missed_line(days: list[Due], zone: str) -> str:
    """What became of the newest day on which a copy was due, when it was no good copy."""
    over = [each for each in days if each.state is not DueState.WAITING]
    if not over or over[-1].state is DueState.DONE:
        return ""
    last = over[-1]
    why = f" {last.reason}" if last.reason else " This computer was off or asleep."
    return f"The copy of {day(last.opens, zone)} {MISSED[last.state]}.{why}"
