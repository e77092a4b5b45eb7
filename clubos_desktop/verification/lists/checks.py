"""Every check as a line: rule, number, limit, window, sample, freshness, source, owner, and how it went."""

from clubos_desktop.model.readiness import Criterion, Signal, State
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Noted
from clubos_desktop.model.time import wall
from clubos_desktop.verification import reasons
from clubos_desktop.verification.acts import lines
from clubos_desktop.verification.gates import PLAIN
from clubos_desktop.verification.lists.sheet import Column, Field, Form, Row, Sheet, View, plain
from clubos_desktop.verification.registers.known import bodies
from clubos_desktop.verification.words import of

WORDS = {
    reasons.Form.PASSED: ("good", "Passed"),
    reasons.Form.UNMEASURED: ("unmeasured", "Not measured"),
    reasons.Form.WAITING: ("way", "Waiting"),
    reasons.Form.NEEDS: ("needs", "Needs you"),
    reasons.Form.WORSE: ("problem", "Got worse"),
}
"""Tone and word of each form of a reason."""

MODEL, OWN = "Parallel run model, section 4", "Parallel run model, section 5"


def owners(view: View) -> dict[str, str]:
    """Who minds a check, by its id."""
    return {entry.item: body.cells["owner"] for entry, body in bodies(view.known.kept, "owner", Noted)}


def said(reason: reasons.Reason, zone: str) -> str:
    """A reason's form with its moment: "Waiting until Sat 19 Dec 2026, 06:00"."""
    _, word = WORDS[reason.form]
    if reason.until:
        return f"Waiting until {wall(reason.until, zone)}"
    return f"{word} since {wall(reason.since, zone)}" if reason.since else word


def _signals(view: View) -> tuple[Row, ...]:
    judged = view.readiness
    return () if judged is None else tuple(_signal(view, each) for each in judged.signals)


def _signal(view: View, each: Signal) -> Row:
    more = (
        ("Part", each.group),
        ("Window", each.window),
        ("Sample", f"{each.sample:,}"),
        ("Fresh", _when(each.fresh, view)),
    )
    return _row(view, each, each.text, MODEL, more)


def _when(instant: Instant | None, view: View) -> str:
    return wall(instant, view.zone) if instant else "nothing copied yet"


def _row(view: View, each: Signal | Criterion, text: str, rule: str, more: tuple[tuple[str, str], ...]) -> Row:
    found = reasons.reason(each, view.sealed, dict(view.waits))
    tone, word = WORDS[found.form]
    owner = owners(view).get(each.id, "nobody yet")
    cells = {"id": each.id, "text": text, "value": each.value, "limit": each.limit, "state": word, "owner": owner}
    facts = (
        ("Rule", rule),
        ("Why", "" if each.state is State.PASS else each.why),
        ("State", said(found, view.zone)),
        ("Value", each.value or "none yet"),
        ("Limit", each.limit),
        *more,
        ("Rests on", ", ".join(each.evidence) or "nothing yet"),
        ("Who minds it", owner),
    )
    history = tuple(entry for entry in view.known.kept.of("owner") if entry.item == each.id)
    return Row(each.id, cells, tone, tuple(fact for fact in facts if fact[1]), history)


_FORMS = (
    Form(
        "owner",
        "Say who minds it",
        lambda d: lines.note(d.database, d.actor, "owner", d.values, item=d.item),
        plain(Field("owner", "Who minds it")),
        on_row=True,
    ),
)
_COLUMNS = (
    Column("text", "Check", stretch=3),
    Column("value", "Value", stretch=2, least=1),
    Column("limit", "Limit", stretch=2, least=3),
    Column("state", "State", 130),
    Column("owner", "Who minds it", 130, least=3),
)


def _words(_view: View, rows: tuple[Row, ...]) -> str:
    return f"{of(sum(row.tone == 'good' for row in rows), len(rows))} pass."


SIGNALS = Sheet(
    "signals",
    "Measurements",
    "Every line of the model's section 4. What was not measured has not passed.",
    _COLUMNS,
    _signals,
    _words,
    _FORMS,
    (),
    "Being judged …",
)


def _criteria(view: View) -> tuple[Row, ...]:
    judged = view.readiness
    gates = () if judged is None else judged.gates
    return tuple(
        _row(view, each, each.text, OWN, (("Gate", f"{gate.gate}  {PLAIN[gate.gate]}"),))
        for gate in gates
        for each in gate.criteria
    )


CHECKS = Sheet(
    "checks",
    "Checks of the gates",
    "Every criterion of the five gates, with who minds it.",
    _COLUMNS,
    _criteria,
    _words,
    _FORMS,
    (),
    "Being judged …",
)
