"""Every bullet of the model's section 4 as a measured signal. Pure: the same evidence gives the same signals.

S4.1 to S4.4 are measured from the copies. The others rest on registers and sign-offs (``Evidence.attested``); where
there is none the signal says so, and where it will be measured.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from clubos_desktop.model.chain import MoneyLine
from clubos_desktop.model.domains import FINANCE, Domain
from clubos_desktop.model.evidence import Attested, Books, Comparison, EnteredTotal, Evidence, OnTime
from clubos_desktop.model.money import show
from clubos_desktop.model.readiness import Signal, State
from clubos_desktop.model.time import from_instant, spell, to_instant, wall
from clubos_desktop.verification import entered, on_time, parity
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.words import ONE, counted, listed, of

ACCURACY, OPERATION, HEALTH, GOVERNANCE = "Data Accuracy", "Operational Capability", "System Health", "Governance"

SIGNED_DAYS = 31
"""How long after its last day the treasurer's sign-off counts: money dated later is not under it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A bullet that a register or a sign-off answers. ``limit`` names a limit, ``where`` tells how it is measured."""

    id: str
    group: str
    text: str
    limit: str
    where: str


ASKED: tuple[Asked, ...] = (
    Asked(
        "S4.5",
        OPERATION,
        "Operators can complete common tasks in ClubOS without assistance.",
        "tasks",
        "No operator has done the tasks in ClubOS yet; their results are read from the copies.",
    ),
    Asked(
        "S4.6",
        OPERATION,
        "Support tickets can be resolved using ClubOS tooling.",
        "tickets",
        "No support tickets were entered; the ticket list counts what was resolved in ClubOS.",
    ),
    Asked(
        "S4.7",
        OPERATION,
        "Chatbot answers match documented how-to content.",
        "chatbot",
        "No answers were graded. Asking the chatbot writes into ClubOS; this program only reads, so people ask it.",
    ),
    Asked(
        "S4.8",
        HEALTH,
        "No critical errors in ClubOS logs during verification period.",
        "log_errors",
        "No ClubOS log was read in; ClubOS gives no error log, so its operator hands one over.",
    ),
    Asked(
        "S4.9",
        HEALTH,
        "API response times within acceptable range.",
        "response",
        "No measuring period has begun; the times come from this program's own calls to ClubOS.",
    ),
    Asked(
        "S4.10",
        HEALTH,
        "Sync jobs completing successfully on schedule.",
        "sync_success",
        "No schedule of copies is set; with one, every due copy counts, also the missed ones.",
    ),
    Asked(
        "S4.11",
        GOVERNANCE,
        "Board has reviewed verification evidence.",
        "",
        "No review of a board pack is recorded.",
    ),
    Asked(
        "S4.12",
        GOVERNANCE,
        "Operators have signed off on readiness.",
        "",
        "No operator has signed off.",
    ),
    Asked(
        "S4.13",
        GOVERNANCE,
        "Rollback procedure has been tested.",
        "rehearsals",
        "No rehearsal of going back is recorded.",
    ),
)
"""The bullets of section 4 that copies alone cannot answer."""


def signals(evidence: Evidence, limits: Limits) -> tuple[Signal, ...]:
    """All thirteen signals, in the model's order."""
    measured: tuple[Callable[[Evidence, Limits], Signal], ...] = (_members, _events, _registrations, _money)
    return tuple(measure(evidence, limits) for measure in measured) + tuple(
        _asked(asked, evidence, limits) for asked in ASKED
    )


@dataclass(frozen=True, slots=True)
class _Bullet:
    """A bullet that the copies answer."""

    id: str
    text: str
    domains: tuple[Domain, ...]
    limit: str
    window: str


def _data(evidence: Evidence, bullet: _Bullet, found: Comparison | None, reasons: list[str]) -> Signal:
    """Not measured without two complete copies; else failed for each reason, and also when nothing was there."""
    if found is None or not parity.copied(evidence, *bullet.domains):
        state, value, sample = State.NOT_MEASURED, "", 0
        why = "There is no complete copy of both systems yet."
    else:
        copies = [copy for copy in parity.both(evidence, bullet.domains[-1]) if copy is not None]
        reasons = [reason for copy in copies for reason in parity.incomplete(copy)] + reasons
        if not found.records:  # no data is FAIL, never PASS (design.md section 7, rule 2)
            reasons.append(f"No {ONE[found.domain]} in this period: nothing was compared.")
        state = State.FAIL if reasons else State.PASS
        value, sample = parity.agreement(found), found.records
        why = (" ".join(reasons) + parity.seen_once(found)).strip()
    fresh, runs = parity.freshness(evidence, *bullet.domains), parity.runs(evidence, *bullet.domains)
    return Signal(bullet.id, ACCURACY, bullet.text, state, value, bullet.limit, bullet.window, sample, fresh, runs, why)


def _members(evidence: Evidence, limits: Limits) -> Signal:
    """Counts and the identity of the id sets; how the records themselves differ is Gate 1's."""
    found = evidence.members
    bullet = _Bullet(
        "S4.1",
        "Member count matches between systems (within tolerance).",
        (Domain.MEMBERS,),
        f"{limits['missing'].text} missing, {limits['orphans'].text} only in ClubOS, equal counts of each status",
        "all members",
    )
    gaps = [
        f"Status {count.status.replace('_', ' ')}: {count.legacy:,} in Wild Apricot, {count.clubos:,} in ClubOS."
        for count in evidence.statuses
        if count.legacy != count.clubos
    ]
    return _data(evidence, bullet, found, ([] if found is None else parity.missing(found, limits)) + gaps)


def _events(evidence: Evidence, limits: Limits) -> Signal:
    found = evidence.events
    bullet = _Bullet(
        "S4.2",
        "Event count and details match for verification period.",
        (Domain.EVENTS,),
        f"none missing, {parity.most(limits['mismatch'])}",
        f"events that end on {evidence.since} or later",
    )
    return _data(evidence, bullet, found, [] if found is None else parity.unequal(found, limits))


def _registrations(evidence: Evidence, limits: Limits) -> Signal:
    found = evidence.registrations
    bullet = _Bullet(
        "S4.3",
        "Registration counts match for sample events.",
        (Domain.EVENTS, Domain.REGISTRATIONS),
        f"none missing, {parity.most(limits['registration_mismatch'])}",
        f"every registration of events that end on {evidence.since} or later",
    )
    reasons = []
    if found is not None:
        reasons = parity.unequal(found, limits, "registration_mismatch")
        reasons += [f"{counted(found.gaps, 'event')} with another number of registrations."] if found.gaps else []
    return _data(evidence, bullet, found, reasons)


def _money(evidence: Evidence, limits: Limits) -> Signal:
    books = evidence.books
    copies = [copy for domain in FINANCE if (copy := parity.both(evidence, domain)[0]) is not None]
    accepted = [copy.accepted for copy in copies if copy.accepted is not None]
    ends = [run.ended for run in accepted if run.ended is not None]
    state, value, sample, why = State.NOT_MEASURED, "", 0, "Money was not copied from Wild Apricot yet."
    if books is not None:
        state, value, why = _chain(books, evidence, limits)
        sample = sum(line.count for line in books.lines)
    return Signal(
        "S4.4",
        ACCURACY,
        "Financial totals reconcile for verification period.",
        state,
        value,
        "every cent explained, equal totals in both systems, signed by the treasurer",
        "all invoices, payments, refunds and donations",
        sample,
        min(ends) if ends else None,
        tuple(f"run {run.id}" for run in accepted),
        why,
    )


def _chain(books: Books, evidence: Evidence, limits: Limits) -> tuple[State, str, str]:
    """Each cent has a reason; the totals read in ClubOS equal Wild Apricot's; the treasurer signed these figures."""
    unexplained = sum(abs(line.effect) for line in books.asking)
    faults = sum(n for _, n in books.faults)
    value = f"{_sums(books.asking, evidence.currency)} unexplained, {counted(faults, 'fault')} in Wild Apricot"
    if faults or not limits["books"].holds(unexplained):
        return State.FAIL, value, "Wild Apricot's own figures do not add up; each fault is listed."
    whole = {(each.domain, each.currency): each for each in evidence.entered if not each.part}
    totals = legacy_totals(books)
    if not totals or not whole:
        return State.NOT_MEASURED, value, "ClubOS shows no amounts; its totals were not entered yet."
    equal = sum(1 for place, amount in totals.items() if place in whole and _agrees(whole[place], amount))
    value += f"; {of(equal, len(totals))} totals equal in ClubOS"
    parts = [each for each in evidence.entered if each.part not in ("", entered.OPENING)]
    wrong = [each for each in parts if each.legacy != each.amount]
    if equal < len(totals) or set(whole) - set(totals) or wrong:
        return State.FAIL, value, "The totals entered for ClubOS differ from Wild Apricot's."
    if any(gap for _, gap in entered.closings(evidence.entered)):
        return State.FAIL, value, "In the totals entered for ClubOS, opening and movements do not give closing."
    return _signed(evidence, value)


def _agrees(total: EnteredTotal, amount: int) -> bool:
    """Both count documents up to the same day; where no day was said, all of them."""
    return total.amount == (total.legacy if total.until else amount)


def _sums(lines: Iterable[MoneyLine], currency: str) -> str:
    """What lines come to, each currency by itself."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.currency] = sums.get(line.currency, 0) + abs(line.effect)
    return listed([show(amount, name) for name, amount in sorted((sums or {currency: 0}).items())])


def _signed(evidence: Evidence, value: str) -> tuple[State, str, str]:
    """S4.4 rests on the treasurer's signature under these very figures, and a signature has a shelf life."""
    signed = evidence.signoff
    if signed is None:
        return State.NOT_MEASURED, value, "The treasurer has not signed these figures yet."
    day = spell(signed.until)
    if not signed.holds:
        why = f" {signed.changes[0]}" if signed.changes else ""
        return State.FAIL, value, f"The treasurer's sign-off of the figures until {day} is void.{why}"
    ends = to_instant(from_instant(f"{signed.until}T00:00:00.000Z") + timedelta(days=SIGNED_DAYS))
    if ends <= evidence.at:
        why = f"The treasurer signed the figures until {day}; that counts for {SIGNED_DAYS} days."
        return State.FAIL, value, why
    return State.PASS, f"{value}; signed until {day}", ""


def legacy_totals(books: Books) -> dict[tuple[Domain, str], int]:
    """What Wild Apricot's books come to, by domain and currency, in minor units."""
    totals: dict[tuple[Domain, str], int] = {}
    for line in books.lines:
        place = (Domain(line.chain), line.currency)
        totals[place] = totals.get(place, 0) + line.amount
    return totals


def newest(evidence: Evidence, identity: str) -> Attested | None:
    """The newest word of a register on a check, given at or before the moment of judging."""
    given = [each for each in evidence.attested if each.id == identity and each.at <= evidence.at]
    return max(given, key=lambda each: (each.at, not each.ok)) if given else None


def judged(found: Attested | None, evidence: Evidence, missing: str) -> tuple[State, str, str]:
    """State, value and reason of a check that a register answers; nothing and what has run out do not pass."""
    if found is None:
        return State.NOT_MEASURED, "", missing
    if found.expires is not None and found.expires <= evidence.at:
        ended = wall(found.expires, evidence.zone)
        return State.FAIL, found.value, f"It counted until {ended} and must be done again."
    return (State.PASS, found.value, "") if found.ok else (State.FAIL, found.value, found.why or "It was not passed.")


def _asked(asked: Asked, evidence: Evidence, limits: Limits) -> Signal:
    if asked.id == "S4.10" and evidence.schedule is not None:
        return _on_time(asked, evidence, evidence.schedule, limits)
    found = newest(evidence, asked.id)
    state, value, why = judged(found, evidence, asked.where)
    return Signal(
        asked.id,
        asked.group,
        asked.text,
        state,
        value,
        limits[asked.limit].text if asked.limit else "recorded",
        "verification period",
        0 if found is None else found.sample,
        None if found is None else found.at,
        () if found is None else found.evidence,
        why,
    )


def _on_time(asked: Asked, evidence: Evidence, found: OnTime, limits: Limits) -> Signal:
    """S4.10: every day on which a copy was due, the missed ones too."""
    state, value, why = on_time.counting(evidence, limits)
    window, limit = f"last {found.days} days", limits[asked.limit].text
    evidence_of = (f"{found.due} due copies",)
    return Signal(
        asked.id, asked.group, asked.text, state, value, limit, window, found.due, found.good, evidence_of, why
    )
