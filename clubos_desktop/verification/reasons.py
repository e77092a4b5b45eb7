"""Why a check does not pass, in one of four forms, since when, and how its figure went. Pure.

Not measured yet, waiting until a moment with nothing to do, needs a person, or got worse: it passed when the gates
were judged before (issue of readiness; ui.md section 4).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from clubos_desktop.model.readiness import Criterion, GateResult, Readiness, Signal, State
from clubos_desktop.model.records import Instant

VALUES = 30
"""How many values a line shows (features.md S4.0)."""

Check = Criterion | Signal


class Form(StrEnum):
    """The four forms of a reason, and none."""

    PASSED = "passed"
    UNMEASURED = "not measured"
    WAITING = "waiting until"
    NEEDS = "needs you"
    WORSE = "got worse"


@dataclass(frozen=True, slots=True)
class Reason:
    """The form, the moment it waits for, and since when it does not pass any more (None: it never passed)."""

    form: Form
    until: Instant | None = None
    since: Instant | None = None


_BARE = "It "


def told(check: Check) -> str:
    """Why a check does not pass, away from its own line: a reason that begins with "It" names what it speaks of."""
    why = check.why or check.text
    return f"{check.text.rstrip('.')}: {why[0].lower()}{why[1:]}" if why.startswith(_BARE) else why


def checks(judged: Readiness) -> dict[str, Check]:
    """Every signal and criterion by its id."""
    criteria = {each.id: each for gate in judged.gates for each in gate.criteria}
    return {each.id: each for each in judged.signals} | criteria


def reason(check: Check, sealed: Iterable[Readiness], waits: Mapping[str, Instant]) -> Reason:
    """Why a check does not pass. ``sealed`` are earlier judgements, newest first; ``waits`` what needs time alone."""
    if check.state is State.PASS:
        return Reason(Form.PASSED)
    since = reopened(check.id, sealed)
    if check.id in waits:
        return Reason(Form.WAITING, waits[check.id], since)
    if since is not None:
        return Reason(Form.WORSE, None, since)
    return Reason(Form.UNMEASURED if check.state is State.NOT_MEASURED else Form.NEEDS)


def reopened(identity: str, sealed: Iterable[Readiness]) -> Instant | None:
    """When a check that does not pass now was first seen so after it had passed; None when it never passed.

    ``sealed`` newest first. Where the newest still passed it is that judgement's moment: it closed since then.
    """
    first: Instant | None = None
    for judged in sealed:
        found = checks(judged).get(identity)
        if found is not None and found.state is State.PASS:
            return first or judged.at
        first = judged.at
    return None


def closed_since(gate: GateResult, sealed: Iterable[Readiness]) -> Instant | None:
    """When a gate that is not passed now was closed again; None when it never was passed."""
    first: Instant | None = None
    for judged in sealed:
        if any(each.gate == gate.gate and each.passed for each in judged.gates):
            return first or judged.at
        first = judged.at
    return None


def values(identity: str, sealed: Iterable[Readiness]) -> tuple[tuple[Instant, str, State], ...]:
    """The last 30 values of a check, oldest first."""
    found = [(judged.at, checks(judged).get(identity)) for judged in sealed]
    kept = [(at, each.value, each.state) for at, each in found if each is not None][:VALUES]
    return tuple(reversed(kept))


_OF = re.compile(r"(-?[\d,]+(?:\.\d+)?) of ([\d,]+(?:\.\d+)?)")
_ONE = re.compile(r"-?[\d,]*\d(?:\.\d+)?")


def figure(value: str) -> float | None:
    """A value's number for a line: "1,199 of 1,200" is its share, else the first number; None without one."""
    whole = _OF.search(value)
    if whole and _number(whole[2]):
        return _number(whole[1]) / _number(whole[2])
    one = _ONE.search(value)
    return _number(one[0]) if one else None


def _number(text: str) -> float:
    return float(text.replace(",", ""))
