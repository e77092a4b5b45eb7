"""Choosing a plan: what can be chosen, what is refused, and when a copy starts on a given day."""

import hashlib
import re
from datetime import UTC, datetime, time, timedelta

from clubos_desktop.errors import InputError
from clubos_desktop.model.plan import Every, Plan, moment, planned
from clubos_desktop.model.records import Day
from clubos_desktop.model.time import DAYS, zone

_WALL = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_JITTER = 60
MOST_HOURS = 24


def checked(plan: Plan) -> Plan:
    """The plan itself. Raises InputError when it could never be kept."""
    for name, wall in (("start", plan.at), ("window", plan.opens), ("window", plan.closes), *_quiet_walls(plan)):
        if not _WALL.fullmatch(wall) and not (wall == "24:00" and name == "window"):
            raise _wrong(f"{wall} is not a time of day.", "Write hours and minutes, such as 07:00.")
    if not 1 <= plan.hours <= MOST_HOURS:
        raise _wrong(f"A copy every {plan.hours} hours cannot be planned.", f"Choose 1 to {MOST_HOURS} hours.")
    if not 0 <= plan.weekday < len(DAYS):
        raise _wrong("There is no such weekday.", "Choose one of " + ", ".join(DAYS) + ".")
    if not 0 <= plan.jitter <= MOST_JITTER:
        raise _wrong("That is too much chance.", f"Choose 0 to {MOST_JITTER} minutes.")
    if plan.opens >= plan.closes:
        raise _wrong("The window ends before it begins.", "Choose a window inside one day, such as 06:00-24:00.")
    if plan.quiet is not None and plan.quiet[0] == plan.quiet[1]:
        raise _wrong("These quiet hours have no length.", "Choose two different times, or none.")
    if plan.every is not Every.INTERVAL and not plan.opens <= plan.at < plan.closes:
        raise _wrong(f"{plan.at} lies outside the window.", "Start the copy inside the window.")
    if plan.every is not Every.INTERVAL and _is_quiet(plan, plan.at):
        raise _wrong(f"{plan.at} lies in the quiet hours.", "Start the copy at another time.")
    if _all_quiet(plan):
        raise _wrong("The whole window lies in the quiet hours, so no copy could ever start.", "Shorten one of them.")
    return plan


def start(plan: Plan, day: Day, seed: str) -> datetime | None:
    """When the copy of a day starts, with its jitter; None on a day without one, and for an interval plan.

    ``seed`` is the workspace's, so that clubs with the same plan do not all ask at the same second. Jitter that would
    leave the window or enter quiet hours is left out.
    """
    if plan.every is Every.INTERVAL:
        return None
    at = planned(plan, day)
    if at is None:
        return None
    moved = at + timedelta(seconds=_chance(seed, day, plan.jitter * 60))
    return moved if moved < moment(day, plan.closes, plan.zone) and awake(plan, moved) == moved else awake(plan, at)


def awake(plan: Plan, at: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in."""
    if plan.quiet is None or not _is_quiet(plan, at.astimezone(zone(plan.zone)).strftime("%H:%M")):
        return at
    here = zone(plan.zone)
    wall = time.fromisoformat(plan.quiet[1])
    days = [at.astimezone(here).date() + timedelta(days=n) for n in (0, 1)]
    # An hour that the clock shows twice ends twice: the next end is the one that counts.
    ends = (datetime.combine(day, wall, here).replace(fold=fold).astimezone(UTC) for day in days for fold in (0, 1))
    return min(end for end in ends if end > at)


def _chance(seed: str, day: Day, most: int) -> int:
    """A whole number below ``most`` (0 for 0) that is always the same for a seed and a day."""
    drawn = int.from_bytes(hashlib.blake2b(f"{seed} {day}".encode(), digest_size=8).digest())
    return drawn % most if most else 0


def _quiet_walls(plan: Plan) -> list[tuple[str, str]]:
    return [("quiet hours", wall) for wall in plan.quiet or ()]


def _is_quiet(plan: Plan, wall: str) -> bool:
    if plan.quiet is None:
        return False
    begin, end = plan.quiet
    return begin <= wall < end if begin < end else wall >= begin or wall < end


def _all_quiet(plan: Plan) -> bool:
    """Quiet hours change only at their two ends: it is enough to look there and at the window's opening."""
    if plan.quiet is None:
        return False
    end = plan.quiet[1]
    return _is_quiet(plan, plan.opens) and not plan.opens <= end < plan.closes


def _wrong(sentence: str, remedy: str) -> InputError:
    return InputError(f"{sentence} The plan was not changed.", remedy=remedy, code="schedule.plan")
