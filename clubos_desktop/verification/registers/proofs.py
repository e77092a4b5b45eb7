"""Restores, tickets, graded answers, logs, response times, load tests and security reviews. Pure."""

from collections.abc import Mapping

from clubos_desktop.model.evidence import Attested
from clubos_desktop.model.proofs import Answer, LogRead, Restored, Ticket
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Noted
from clubos_desktop.model.time import spell, wall
from clubos_desktop.verification.registers import integrations, mailings
from clubos_desktop.verification.registers.known import Known, after, bodies, counting, starts, word
from clubos_desktop.verification.words import counted, listed, of


def attest(known: Known) -> list[Attested | None]:
    """G3.3, G3.6, G3.7, G3.8, G4.5, S4.6, S4.7, S4.8 and S4.9."""
    said = [_restore(known), _tickets(known), _answers(known), _log(known), _response(known)]
    return [*said, _load(known), _security(known), _connected(known), _mailings(known)]


def _restore(known: Known) -> Attested | None:
    tested = bodies(known.kept, "restore", Restored)
    if not tested:
        return None
    entry, body = tested[-1]
    value = f"restored and examined in {body.seconds:.1f} s, {counted(body.entries, 'act')} in it"
    ends = after(entry.at, known.limits.value("backup_days"))
    return word("G3.3", list(body.problems), value, entry, expires=ends)


def _load(known: Known) -> Attested | None:
    """The newest load test: its peak over the expected one, within the limit for slow answers (features.md S7.4)."""
    tested = bodies(known.kept, "load", Noted)
    if not tested:
        return None
    entry, body = tested[-1]
    cells = body.cells
    reasons = [] if cells.get("ok") == "yes" else ["It reached less than is expected, or its answers were too slow."]
    value = f"{cells.get('peak')} calls a minute reached, {cells.get('forecast')} expected"
    return word("G3.6", reasons, value, entry, expires=_from_day(known, cells, "load_days"))


def _security(known: Known) -> Attested | None:
    """The newest review: in order, and nothing of it still open (features.md S7.5)."""
    reviewed = bodies(known.kept, "security", Noted)
    if not reviewed:
        return None
    entry, body = reviewed[-1]
    cells = body.cells
    reasons = [] if cells.get("ok") == "yes" else ["The review found that it is not in order."]
    reasons += [f"Still open: {cells['open']}."] if cells.get("open") else []
    value = f"reviewed by {cells.get('owner')} on {spell(cells['day'])}"
    return word("G3.7", reasons, value, entry, expires=_from_day(known, cells, "security_days"))


def _connected(known: Known) -> Attested | None:
    """Every line of the integrations has an answer, and no gap is older than its day (features.md S1.7)."""
    entries = known.kept.of("integration")
    if not entries:
        return None
    every = integrations.integrations(known.kept).values()
    left = [each.title for each in every if each.unanswered]
    late = [each for each in every if each.state == "gap" and each.due and starts(each.due, known.zone, 1) <= known.at]
    reasons = [f"Not answered yet: {listed(left)}."] if left else []
    reasons += [f"“{each.title}” is still a gap; it was to be closed until {spell(each.due)}." for each in late]
    value = f"{of(len(every) - len(left), len(every))} connections answered"
    return word("G3.8", reasons, value, entries[-1], sample=len(every), evidence=("list of connections",))


def _mailings(known: Known) -> Attested | None:
    """Every kind of automatic message was looked at: also one that was found later (features.md T2b)."""
    entries = known.kept.of("mailing")
    if not entries:
        return None
    every = mailings.mailings(known.kept).values()
    left = [each.title for each in every if each.unanswered]
    reasons = [f"Not looked at yet: {listed(left)}."] if left else []
    value = f"{of(len(every) - len(left), len(every))} kinds of messages looked at"
    return word("G4.5", reasons, value, entries[-1], sample=len(every), evidence=("list of messages",))


def _from_day(known: Known, cells: Mapping[str, str], limit: str) -> Instant:
    """A test is as old as its own day, not as the day on which somebody entered it."""
    return starts(cells["day"], known.zone, known.limits.value(limit))


def _tickets(known: Known) -> Attested | None:
    entries = bodies(known.kept, "ticket", Ticket)
    tickets = {entry.item: body for entry, body in entries}
    if not tickets:
        return None
    solved = sum(each.solved == "clubos" for each in tickets.values())
    limit = known.limits["tickets"]
    reasons = [] if limit.holds(solved, len(tickets)) else [f"{limit.text} must be solved in ClubOS."]
    value = f"{of(solved, len(tickets))} solved in ClubOS"
    ends = after(entries[-1][0].at, known.limits.value("proof_days"))
    evidence = ("list of tickets",)
    return word("S4.6", reasons, value, entries[-1][0], sample=len(tickets), expires=ends, evidence=evidence)


def _answers(known: Known) -> Attested | None:
    """The newest grade of each question counts, and the oldest of these says until when.

    A question that is asked no more keeps its grade, so that none is dropped for its answer, and runs out never.
    """
    entries = bodies(known.kept, "chatbot", Answer)
    newest = {body.question: body.right for _, body in entries}
    if not newest:
        return None
    left = {entry.item for entry in known.kept.of("question", "left")}
    dropped = {body.cells["question"] for entry, body in bodies(known.kept, "question", Noted) if entry.item in left}
    times = {body.question: entry.at for entry, body in entries if body.question not in dropped}
    right = sum(newest.values())
    limit = known.limits["chatbot"]
    reasons = [] if limit.holds(right, len(newest)) else [f"{limit.text} must match the how-to content."]
    value = f"{of(right, len(newest))} answers match"
    ends = after(min(times.values(), default=entries[-1][0].at), known.limits.value("proof_days"))
    evidence = ("graded answers",)
    return word("S4.7", reasons, value, entries[-1][0], sample=len(newest), expires=ends, evidence=evidence)


def _log(known: Known) -> Attested | None:
    """The logs cover the time since the criteria were locked without a gap; no line at all proves nothing."""
    entries = bodies(known.kept, "log", LogRead)
    start = counting(known)
    if not entries or start is None:
        return None
    logs = [body for _, body in entries if body.last >= start]
    lines, critical = sum(each.lines for each in logs), sum(each.critical for each in logs)
    until, hole = _covered(sorted((each.first, each.last) for each in logs), start)
    reasons = [f"No log covers the time from {wall(hole, known.zone)} on."] if hole else []
    reasons += [] if lines else ["The logs hold no line: nothing was looked at."]
    reasons += [] if known.limits["log_errors"].holds(critical) else [f"{counted(critical, 'critical error')}."]
    value = f"{counted(critical, 'critical error')} in {counted(lines, 'line')}"
    ends = after(until, known.limits.value("look_days"))
    return word("S4.8", reasons, value, entries[-1][0], sample=lines, expires=ends, evidence=("logs read in",))


def _covered(spans: list[tuple[Instant, Instant]], start: Instant) -> tuple[Instant, Instant | None]:
    """Until when the spans cover the time from ``start`` on, and where the first hole before the last span begins."""
    until = start
    for first, last in spans:
        if first > until:
            return until, until
        until = max(until, last)
    return until, None if spans else start


def _response(known: Known) -> Attested | None:
    """The slowest hundredth of each kind of call; kinds with too few answers are not judged, and are named."""
    least, limit = known.limits.value("response_sample"), known.limits["response"]
    judged = [each for each in known.responses if each.n >= least]
    if not judged:
        return None
    worst = max(judged, key=lambda each: (each.p99, each.kind))
    slow = [each for each in judged if each.p99 > limit.limit.value * 1000]
    reasons = [f"{each.kind}: {each.p99 / 1000:.1f} s." for each in slow]
    few = len(known.responses) - len(judged)
    value = f"slowest hundredth {worst.p99 / 1000:.2f} s in {counted(len(judged), 'kind')} of call"
    value += f"; {counted(few, 'kind')} with fewer than {least} answers" if few else ""
    n = sum(each.n for each in judged)
    return Attested("S4.9", not reasons, value, n, "program", known.at, None, ("list of calls",), " ".join(reasons))
