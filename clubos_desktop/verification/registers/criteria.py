"""The criteria that the board locks before measuring: limits and rules as one hash, and the motion for it. Pure."""

import hashlib

import msgspec

from clubos_desktop.diff.rules import RuleSet, to_json
from clubos_desktop.verification.limits import Limits


def hashed(limits: Limits, rules: RuleSet | None, accepted: int = 0) -> str:
    """SHA-256 of every limit and of the comparison rules; "" before there are rules, with the first copy.

    ``accepted`` is how many differences may be accepted at a time: accepting more is moving the bar too.
    """
    if rules is None:
        return ""
    numbers = sorted((setting.key, setting.limit.value) for setting in limits.settings)
    return hashlib.sha256(msgspec.json.encode([accepted, *numbers]) + to_json(rules).encode()).hexdigest()


def motion(limits: Limits, hash_: str) -> str:
    """A motion ready for the board: every limit with its source, and the hash it locks."""
    lines = [f"  {setting.label}: {setting.text} ({setting.limit.source})" for setting in limits.settings]
    head = (
        "The board resolves that the move from Wild Apricot to ClubOS is judged by these limits and by the "
        f"comparison rules of the workspace (check number {hash_[:8]}), from today on:"
    )
    end = "Any later change of a limit or rule needs another vote and is printed in every pack."
    return "\n".join([head, *lines, end])
