"""The criteria that the board locks before measuring: limits and rules as one hash, and the motion for it. Pure."""

import hashlib
from typing import TypeAlias

import msgspec

from clubos_desktop.diff.rules import RuleSet, to_json
from clubos_desktop.model.plan import Plan
from clubos_desktop.verification.limits import Limits

Window: TypeAlias = tuple[str, str]


def hashed(limits: Limits, rules: RuleSet | None, accepted: int = 0, window: Window | None = None) -> str:
    """SHA-256 of every limit and of the comparison rules; "" before there are rules, with the first copy.

    ``accepted`` is how many differences may be accepted at a time, ``window`` the part of the day in which a copy is on
    time (None: the whole day): accepting more, and more time, is moving the bar too.
    """
    if rules is None:
        return ""
    numbers = sorted((setting.key, setting.limit.value) for setting in limits.settings)
    said = [accepted, *numbers] if window is None else [accepted, *numbers, window]
    return hashlib.sha256(msgspec.json.encode(said) + to_json(rules).encode()).hexdigest()


def window_of(plan: Plan | None) -> Window | None:
    """The part of the day in which a copy counts as on time; None for the whole day and without a plan."""
    return None if plan is None or (plan.opens, plan.closes) == ("00:00", "24:00") else (plan.opens, plan.closes)


def motion(limits: Limits, hash_: str) -> str:
    """A motion ready for the board: every limit with its source, and the hash it locks."""
    lines = [f"  {setting.label}: {setting.text} ({setting.limit.source})" for setting in limits.settings]
    head = (
        "The board resolves that the move from Wild Apricot to ClubOS is judged by these limits and by the "
        f"comparison rules of the workspace (check number {hash_[:8]}), from today on; a copy is on time in the hours "
        "that the plan of copies names now:"
    )
    end = "Any later change of a limit or rule needs another vote and is printed in every pack."
    return "\n".join([head, *lines, end])
