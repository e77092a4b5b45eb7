"""The five gates with every criterion of the model's section 5, and the one verdict. Pure.

A gate passes only when every criterion passes; what was not measured has not passed (design.md section 7, rule 2).
Criteria beyond the model are marked ``own``: Gate 1 also asks for complete, recent copies that a second full
copy confirms, that whatever was set aside was accepted by name, and that a person looked at what ClubOS does not show;
Gate 3 for no open doors in ClubOS, a database that fits its program, a load test and a security review before the
switch (section 7 names both) and an answer for all that is connected; Gate 4 for criteria that the board locked before
measuring and a look at the messages that go out by themselves, Gate 5 for an emergency rule with people who can be
reached.
"""

from dataclasses import dataclass

from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.evidence import Comparison, CopyFigures, Evidence
from clubos_desktop.model.fields import SIDE_LABELS
from clubos_desktop.model.readiness import Criterion, GateResult, Readiness, Signal, State, Verdict
from clubos_desktop.verification import on_time, parity
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.registers.known import after
from clubos_desktop.verification.signals import judged, newest, signals
from clubos_desktop.verification.words import ONE, counted, listed

NAMES = {
    1: "Data Parity",
    2: "Operator Readiness",
    3: "Technical Stability",
    4: "Governance Approval",
    5: "Rollback Tested",
}
"""The model's names; the screen and the pack put plain words before them (ui.md section 4)."""

PLAIN = {
    1: "Data is the same",
    2: "People can do it",
    3: "The technology is steady",
    4: "The board has decided",
    5: "The way back works",
}
"""The gates in plain words."""

OWN = frozenset({"G1.4", "G1.5", "G1.6", "G1.7", "G3.4", "G3.5", "G3.6", "G3.7", "G3.8", "G4.4", "G4.5", "G5.4"})
"""Criteria that this program adds to the model's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion that a register or a sign-off answers; ``missing`` is said while there is none."""

    id: str
    text: str
    limit: str
    missing: str


ASKED: dict[int, tuple[Asked, ...]] = {
    1: (
        Asked(
            "G1.7",
            "What ClubOS does not show of registrations was looked at by a person.",
            "",
            "Nobody has looked yet: ClubOS tells neither waiting list order nor who paid; that cannot be compared.",
        ),
    ),
    2: (
        Asked("G2.1", "All designated operators have completed training.", "", "No operator is named yet."),
        Asked(
            "G2.2",
            "Each operator has performed key tasks in ClubOS during pilot.",
            "tasks",
            "No pilot task has been done yet.",
        ),
        Asked("G2.3", "Escalation contacts are documented.", "contacts", "No contact is entered yet."),
    ),
    3: (
        Asked(
            "G3.1",
            "No P1/P2 incidents in ClubOS during final 14 days of parallel run.",
            "incidents",
            "Its days do not count yet: they need the parallel run, locked limits and a look at incidents each week.",
        ),
        Asked("G3.2", "Sync jobs have 99%+ success rate.", "sync_success", "No schedule of copies is set yet."),
        Asked("G3.3", "Backup and restore tested successfully.", "backup_days", "No restore has been tested yet."),
        Asked(
            "G3.6",
            "ClubOS bore more load than is expected, in a test.",
            "load_days",
            "No load test is recorded yet.",
        ),
        Asked("G3.7", "ClubOS's security was reviewed.", "security_days", "No security review is recorded yet."),
        Asked(
            "G3.8",
            "Everything that is connected to Wild Apricot has an answer.",
            "",
            "Nobody said yet what becomes of payments, mail tools, calendars and the like.",
        ),
    ),
    4: (
        Asked("G4.1", "Board vote authorizing cutover.", "", "No vote is recorded."),
        Asked("G4.2", "Communication plan approved for member notification.", "", "No plan is approved yet."),
        Asked("G4.3", "Support plan in place for cutover period.", "support_days", "No plan is entered yet."),
        Asked(
            "G4.5",
            "Messages that go out by themselves were looked at in both systems.",
            "",
            "Nobody has looked yet which messages both systems send by themselves.",
        ),
    ),
    5: (
        Asked("G5.1", "Rollback procedure executed in staging.", "rehearsals", "Going back was never rehearsed."),
        Asked("G5.2", "Rollback time documented and acceptable.", "rollback_minutes", "No time was measured yet."),
        Asked("G5.3", "Data preservation during rollback verified.", "", "No rehearsal has compared the data yet."),
        Asked("G5.4", "An emergency rule names who decides.", "", "No emergency rule is recorded yet."),
    ),
}
"""Criteria of gates 2 to 5, word for word, and the part of Gate 1 that copies cannot answer (features.md S5.3)."""


def judge(evidence: Evidence, measured: tuple[Signal, ...], limits: Limits) -> Readiness:
    """All gates and the verdict at the evidence's moment."""
    asked = (GateResult(number, NAMES[number], _registers(number, evidence, limits)) for number in range(2, 6))
    gates = (GateResult(1, NAMES[1], _parity(evidence, limits)), *asked)
    return Readiness(evidence.at, measured, gates, verdict(evidence, measured, gates))


def assess(evidence: Evidence, limits: Limits) -> Readiness:
    """Signals, gates and verdict in one step."""
    return judge(evidence, signals(evidence, limits), limits)


def trial(readiness: Readiness) -> bool:
    """Whether these are trial weeks: the board did not lock its criteria yet, and nothing counts."""
    return any(each.id == "G4.4" and each.state is State.NOT_MEASURED for each in readiness.gates[3].criteria)


def verdict(evidence: Evidence, measured: tuple[Signal, ...], gates: tuple[GateResult, ...]) -> Verdict:
    """The one verdict line (design.md section 7, Definitions).

    Done and rolled back follow a switch day. NOT MEASURED: no data criterion could be measured. READY FOR REVIEW:
    gates 1, 2, 3 and 5 passed and no signal failed, where "not measured" fails too except the board's own review,
    which this verdict asks for; trial weeks, before the board locked its criteria, do not count. AUTHORISED: gate 4 and
    every signal passed as well.
    """
    if evidence.outcome is not None:
        return Verdict.DONE if evidence.outcome == "done" else Verdict.ROLLED_BACK
    data = [criterion for criterion in gates[0].criteria if criterion.id not in OWN]
    if all(criterion.state is State.NOT_MEASURED for criterion in data):
        return Verdict.NOT_MEASURED
    open_signals = [signal for signal in measured if signal.state is not State.PASS]
    blocking = [signal for signal in open_signals if signal.id != "S4.11" or signal.state is State.FAIL]
    locked = evidence.lock is not None and evidence.lock.holds
    if blocking or not locked or not all(gate.passed for gate in gates if gate.gate != 4):
        return Verdict.NOT_READY
    return Verdict.AUTHORISED if gates[3].passed and not open_signals else Verdict.READY_FOR_REVIEW


def _parity(evidence: Evidence, limits: Limits) -> tuple[Criterion, ...]:
    members, events, active = evidence.members, evidence.events, evidence.active
    mismatch, strict = parity.most(limits["mismatch"]), parity.most(limits["registration_mismatch"])
    same = [] if members is None else parity.unequal(members, limits) + parity.identity(members, limits)
    matched = [] if events is None else parity.unequal(events, limits)
    held = [] if active is None else parity.unequal(active, limits, "registration_mismatch")
    return (
        _matched(evidence, _PARITY[0], members, same, f"none missing, {mismatch}, no e-mail or status"),
        _matched(evidence, _PARITY[1], events, matched, f"none missing, {mismatch}"),
        _matched(evidence, _PARITY[2], active, held, f"none missing, {strict}"),
        _fresh(evidence, limits),
        _twice(evidence, limits),
        _named(evidence),
        *(_asked(each, evidence, limits) for each in ASKED[1]),
    )


_PARITY: tuple[tuple[str, str, tuple[Domain, ...]], ...] = (
    ("G1.1", "Member records match within defined tolerance.", (Domain.MEMBERS,)),
    ("G1.2", "Event data matches for past 90 days.", (Domain.EVENTS,)),
    ("G1.3", "Registration data matches for active events.", (Domain.EVENTS, Domain.REGISTRATIONS)),
)


def _matched(
    evidence: Evidence,
    bullet: tuple[str, str, tuple[Domain, ...]],
    found: Comparison | None,
    reasons: list[str],
    limit: str,
) -> Criterion:
    identity, text, domains = bullet
    runs = parity.runs(evidence, *domains)
    if found is None or not parity.copied(evidence, *domains):
        why = "There is no complete copy of both systems yet."
        return Criterion(identity, text, State.NOT_MEASURED, "", limit, runs, why)
    if not found.records:
        reasons = [f"No {ONE[found.domain]} to compare: nothing was measured."]
    state = State.FAIL if reasons else State.PASS
    why = (" ".join(reasons) + parity.seen_once(found)).strip()
    value = parity.agreement(found) + (f"; {_BY_EYE}" if identity == _PARITY[2][0] else "")
    return Criterion(identity, text, state, value, limit, runs, why)


_BY_EYE = "waiting list order and paid state cannot be compared, a person looks at them"


def _fresh(evidence: Evidence, limits: Limits) -> Criterion:
    reasons = parity.unfinished(evidence) + parity.stale(evidence, limits)
    known = parity.copied(evidence, *PAIRED)
    return Criterion(
        "G1.4",
        "Both copies are complete and recent.",
        State.NOT_MEASURED if not known else State.FAIL if reasons else State.PASS,
        "complete" if known and not reasons else "not complete or not recent",
        limits["copy_hours"].text,
        parity.runs(evidence, *PAIRED),
        " ".join(reasons),
    )


def _twice(evidence: Evidence, limits: Limits) -> Criterion:
    """The first copy never passes: what it saw, and did not see, was seen once. Copies of what changed do not count.

    The newest copy of everything must not contradict the one before (``sync.twice``). Records without a time of change
    of their own cannot contradict: of them two copies say no more than that both were whole.
    """
    found = {(side, domain): parity.find(evidence, side, domain) for domain in PAIRED for side in Side}
    times = {place: 0 if copy is None else copy.times for place, copy in found.items()}
    least, wanted = min(times.values()), limits.value("copies")
    reasons = []
    if short := [f"{ONE[domain]}s of {SIDE_LABELS[side]}" for (side, domain), n in times.items() if n < wanted]:
        reasons.append(f"Not copied in full often enough yet: {listed(short)}. Copy everything once more.")
    enough = [copy for place, copy in found.items() if copy is not None and times[place] >= wanted]
    if unknown := [f"{ONE[copy.domain]}s of {SIDE_LABELS[copy.side]}" for copy in enough if copy.odd is None]:
        reasons.append(
            f"An older version of this program took over the newest full copy of {listed(unknown)} without comparing "
            "it with the one before: copy everything once more."
        )
    if odd := [_read_otherwise(copy) for copy in enough if copy.odd]:
        reasons.append(
            f"{listed(odd)} read differently though nothing about them had changed since: look at them (All copies has "
            "their ids), then copy everything once more."
        )
    return Criterion(
        "G1.5",
        "A second full copy confirms what the first one saw.",
        State.NOT_MEASURED if least == 0 else State.FAIL if reasons else State.PASS,
        counted(least, "full copy", "full copies"),
        limits["copies"].text,
        parity.runs(evidence, *PAIRED),
        " ".join(reasons),
    )


def _read_otherwise(copy: CopyFigures) -> str:
    return f"{counted(copy.odd or 0, ONE[copy.domain])} of {SIDE_LABELS[copy.side]}"


def _named(evidence: Evidence) -> Criterion:
    """What was set aside is in neither count: a person has to know each by name (features.md E19)."""
    identity, text = "G1.6", "Whatever was set aside was accepted by name."
    if not parity.copied(evidence, *PAIRED):
        why = "There is no complete copy of both systems yet."
        return Criterion(identity, text, State.NOT_MEASURED, "", "each by name", (), why)
    n, named = sum(each.n for each in evidence.left_out), sum(each.named for each in evidence.left_out)
    waiting = [
        f"{counted(each.n - each.named, 'record or value', 'records or values')} among the {ONE[each.domain]}s of "
        f"{SIDE_LABELS[each.side]}"
        for each in evidence.left_out
        if each.named < each.n
    ]
    return Criterion(
        identity,
        text,
        State.FAIL if waiting else State.PASS,
        f"{counted(n, 'record or value', 'records or values')} set aside, {named:,} accepted"
        if n
        else "none set aside",
        "each by name",
        parity.runs(evidence, *PAIRED),
        f"Not accepted by name: {listed(waiting)}." if waiting else "",
    )


def _registers(number: int, evidence: Evidence, limits: Limits) -> tuple[Criterion, ...]:
    asked = tuple(_asked(each, evidence, limits) for each in ASKED[number])
    own = {3: (_doors(evidence, limits), _schema(evidence, limits)), 4: (_locked(evidence),)}
    return tuple(sorted((*asked, *own.get(number, ())), key=lambda each: each.id))


def _locked(evidence: Evidence) -> Criterion:
    """Limits and rules are the board's, fixed before they were met (features.md N2)."""
    identity, text, lock = "G4.4", "The criteria were locked by the board before measuring.", evidence.lock
    if lock is None:
        return Criterion(identity, text, State.NOT_MEASURED, "", "locked", (), on_time.TRIAL)
    value = f"locked on {lock.since[:10]}, {counted(len(lock.changes), 'change')} by the board"
    evidence_of = (f"criteria {lock.locked[:8]}",)
    if lock.holds:
        return Criterion(identity, text, State.PASS, value, "locked", evidence_of)
    why = "A limit or rule was changed without the board. Change it back, or record the board's vote on it."
    return Criterion(identity, text, State.FAIL, value, "locked", evidence_of, why)


def _asked(asked: Asked, evidence: Evidence, limits: Limits) -> Criterion:
    if asked.id == "G3.2" and evidence.schedule is not None:
        state, value, why = on_time.counting(evidence, limits)
        return Criterion(asked.id, asked.text, state, value, limits[asked.limit].text, ("due copies",), why)
    found = newest(evidence, asked.id)
    state, value, why = judged(found, evidence, asked.missing)
    limit = limits[asked.limit].text if asked.limit else "recorded"
    return Criterion(asked.id, asked.text, state, value, limit, () if found is None else found.evidence, why)


def _doors(evidence: Evidence, limits: Limits) -> Criterion:
    limit, found = limits["doors"], evidence.doors
    value = "" if found is None else counted(len(found), "open door")
    reasons = () if found is None or limit.holds(len(found)) else found
    return _looked(evidence, limits, (*_DOORS, limit.text), value, reasons)


_DOORS = "G3.4", "ClubOS lets nobody in without a proper sign-in."
_SCHEMA = "G3.5", "ClubOS's database has all that its program needs."


def _schema(evidence: Evidence, limits: Limits) -> Criterion:
    """Its migrations can be behind its program (clubos-api.md C.7)."""
    found = evidence.lacking
    value = "" if found is None else "nothing missing" if not found else f"{len(found):,} missing"
    return _looked(evidence, limits, (*_SCHEMA, "nothing missing"), value, found or ())


def _looked(
    evidence: Evidence, limits: Limits, words: tuple[str, str, str], value: str, found: tuple[str, ...]
) -> Criterion:
    """Something that is seen when ClubOS is looked at: with each connection test, and once a day beside a copy."""
    identity, text, limit = words
    if not value:
        why = "The connection to ClubOS was not tested yet."
        return Criterion(identity, text, State.NOT_MEASURED, "", limit, (), why)
    reasons, days = list(found), limits.value("look_days")
    if evidence.looked is None or after(evidence.looked, days) <= evidence.at:
        reasons.append(f"ClubOS was not looked at in the last {counted(days, 'day')}: copy, or test the connection.")
    state = State.FAIL if reasons else State.PASS
    return Criterion(identity, text, state, value, limit, ("connection test",), " ".join(reasons))
