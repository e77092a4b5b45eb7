"""Are both copies whole, and do the two systems agree? Reasons in plain words, shared by signals and Gate 1. Pure."""

from datetime import timedelta

from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.evidence import Comparison, CopyFigures, Evidence
from clubos_desktop.model.fields import COMPARED, SIDE_LABELS
from clubos_desktop.model.records import Instant
from clubos_desktop.model.runs import RunState
from clubos_desktop.model.time import from_instant
from clubos_desktop.verification.limits import Limits, Setting
from clubos_desktop.verification.words import ONE, counted, of, percent

IDENTITY_FIELDS = ("email", "status")
"""Fields of a member in which no difference is tolerated (features.md S5.1)."""


def find(evidence: Evidence, side: Side, domain: Domain) -> CopyFigures | None:
    """How a domain of a side stands, None when it was never copied."""
    return next((copy for copy in evidence.copies if (copy.side, copy.domain) == (side, domain)), None)


def both(evidence: Evidence, domain: Domain) -> tuple[CopyFigures | None, CopyFigures | None]:
    """The copies of both sides, left and right."""
    return find(evidence, Side.LEGACY, domain), find(evidence, Side.CLUBOS, domain)


def copied(evidence: Evidence, *domains: Domain) -> bool:
    """True when each of these domains was accepted at least once, in full, on both sides."""
    return all(copy is not None and copy.full is not None for domain in domains for copy in both(evidence, domain))


def runs(evidence: Evidence, *domains: Domain) -> tuple[str, ...]:
    """Ids of the accepted runs that these domains rest on."""
    found = [copy.accepted for domain in domains for copy in both(evidence, domain) if copy is not None]
    return tuple(f"run {run.id}" for run in found if run is not None)


def freshness(evidence: Evidence, *domains: Domain) -> Instant | None:
    """The age of the oldest data behind these domains, None when one was never copied."""
    found = [copy for domain in domains for copy in both(evidence, domain) if copy is not None]
    ends = [copy.accepted.ended for copy in found if copy.accepted is not None and copy.accepted.ended is not None]
    return min(ends) if len(ends) == 2 * len(domains) else None


def incomplete(copy: CopyFigures) -> list[str]:
    """Why a copy does not hold exactly what its source counts; empty when it does."""
    where, things = SIDE_LABELS[copy.side], ONE[copy.domain] + "s"
    reasons = []
    if copy.full is None:
        return [f"{things.capitalize()} of {where} were never copied completely."]
    if copy.full.source_count is None:
        reasons.append(f"{where} gave no count of its {things}.")
    elif copy.full.listed != copy.full.source_count:
        reasons.append(f"{where} counts {copy.full.source_count:,} {things}, {copy.full.listed:,} were in its list.")
    if copy.unlisted:
        reasons.append(f"{counted(copy.unlisted, ONE[copy.domain])} no longer in the list of {where}.")
    latest = copy.latest
    if latest is not None and latest.state is not RunState.COMPLETE:
        changed = f" {latest.reason}" if latest.reason.startswith(f"{where} ") else ""  # its answers changed
        reasons.append(f"The last copy of {things} from {where} {_OUTCOME[latest.state]}.{changed}")
    return reasons


_OUTCOME = {
    RunState.RUNNING: "is not finished",
    RunState.PARTIAL: "stopped halfway",
    RunState.HELD: "waits for your OK",
    RunState.FAILED: "failed",
    RunState.UNDONE: "was taken back",
}


def unfinished(evidence: Evidence) -> list[str]:
    """Everything that keeps both copies from being complete, over the domains that are compared."""
    reasons = []
    for domain in PAIRED:
        for side in Side:
            copy = find(evidence, side, domain)
            if copy is None:
                reasons.append(f"{(ONE[domain] + 's').capitalize()} of {SIDE_LABELS[side]} were never copied.")
            else:
                reasons += incomplete(copy)
    return reasons


def stale(evidence: Evidence, limits: Limits) -> list[str]:
    """Copies older than the limit. A copy from the future is stale too: a clock is wrong."""
    limit = limits["copy_hours"]
    reasons = []
    for domain in PAIRED:
        for copy in both(evidence, domain):
            if copy is None or copy.accepted is None or copy.accepted.ended is None:
                continue
            age = from_instant(evidence.at) - from_instant(copy.accepted.ended)
            if not timedelta(0) <= age <= timedelta(hours=limit.limit.value):
                name = f"{(ONE[domain] + 's').capitalize()} of {SIDE_LABELS[copy.side]}"
                reasons.append(f"{name} were copied {_age(age)}; the limit is {limit.text}.")
    return reasons


def _age(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{counted(hours, 'hour')} ago" if hours >= 0 else "at a time that is still to come"


def missing(comparison: Comparison, limits: Limits) -> list[str]:
    """Records that one system lacks beyond the limits."""
    one = ONE[comparison.domain]
    reasons = []
    if not limits["missing"].holds(comparison.only_legacy):
        reasons.append(f"{counted(comparison.only_legacy, one)} only in Wild Apricot.")
    if not limits["orphans"].holds(comparison.only_clubos):
        reasons.append(f"{counted(comparison.only_clubos, one)} only in ClubOS.")
    return reasons


def most(limit: Setting) -> str:
    """How many values may differ: "at most 1 % of values differ", "no value differs"."""
    return f"{limit.text} of values differ" if limit.limit.value else "no value differs"


def unequal(comparison: Comparison, limits: Limits, mismatch: str = "mismatch") -> list[str]:
    """Why two systems do not agree within the limits on these records; empty when they do.

    ``mismatch`` names the limit for values that differ.
    """
    reasons = missing(comparison, limits)
    if comparison.comparable and not limits[mismatch].holds(comparison.unequal, comparison.comparable):
        found = percent(comparison.unequal, comparison.comparable, limits[mismatch].limit.value)
        reasons.append(f"{found} of values differ; the limit is {limits[mismatch].text}.")
    passed = comparison.records - comparison.failing
    if comparison.records and not limits["pass_rate"].holds(passed, comparison.records):
        share = percent(passed, comparison.records, limits["pass_rate"].limit.value)
        found = f"{share} of {ONE[comparison.domain]}s"
        reasons.append(f"{found} agree in every value; the limit is {limits['pass_rate'].text}.")
    return reasons


def seen_once(comparison: Comparison | None) -> str:
    """A sentence about differences that a second copy has not confirmed; they block all the same."""
    if comparison is None or not comparison.once:
        return ""
    return f" {counted(comparison.once, 'difference')} seen once; the next copy confirms or clears them."


def identity(members: Comparison, limits: Limits) -> list[str]:
    """E-mail and status, in which no member may differ beyond the limit."""
    labels = {field.name: field.label for field in COMPARED[Domain.MEMBERS]}
    return [
        f"{counted(field.unequal, 'member')} with another {labels[field.field].lower()} in ClubOS."
        for field in members.fields
        if field.field in IDENTITY_FIELDS and not limits["identity_fields"].holds(field.unequal)
    ]


def agreement(comparison: Comparison) -> str:
    """Like "1,198 of 1,200 members in both systems, 37 of 8,386 values differ"."""
    found = of(comparison.pairs, comparison.records)
    values = of(comparison.unequal, comparison.comparable)
    known = f", {counted(comparison.known, 'difference')} accepted" if comparison.known else ""
    return f"{found} {ONE[comparison.domain]}s in both systems, {values} values differ{known}"
