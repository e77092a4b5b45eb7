"""What the registers are judged with: their entries, the limits, the packs, and days and moments as arithmetic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from clubos_desktop.model.evidence import Attested, Response
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.registers import Entry, Kept, Locked, Moved, Phase
from clubos_desktop.model.time import from_instant, to_instant, zone
from clubos_desktop.verification.limits import Limits
from clubos_desktop.verification.registers import runbook


@dataclass(frozen=True, slots=True)
class PackMade:
    """A board pack that was sealed."""

    sha256: str
    purpose: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Known:
    """Everything at ``at``.

    ``criteria`` is the hash of limits and rules in force, ``complete`` when both systems had been copied in full for
    the first time, ``mail`` what the connection tests saw of e-mails, by the number of the message it is about.
    """

    at: Instant
    zone: str
    kept: Kept
    limits: Limits = field(default_factory=Limits)
    packs: tuple[PackMade, ...] = ()
    responses: tuple[Response, ...] = ()
    criteria: str = ""
    complete: Instant | None = None
    mail: Mapping[str, str] = field(default_factory=dict)


def after(instant: Instant, days: float) -> Instant:
    """So many times 24 hours later."""
    return to_instant(from_instant(instant) + timedelta(days=days))


def starts(day: Day, zone_name: str, plus: int = 0) -> Instant:
    """The first moment of a club day, or of the one ``plus`` days later."""
    moment = datetime.fromisoformat(day) + timedelta(days=plus)
    return to_instant(moment.replace(tzinfo=zone(zone_name)))


def began(known: Known, phase: Phase) -> Instant | None:
    """When a phase began last, by a signed act or by a step of the runbook; None while it did not."""
    moves = [each.at for each, move in moved(known.kept) if move.phase is phase]
    made = runbook.phase(known.kept)
    return max([*moves, *([made[1]] if made and made[0] is phase else [])], default=None)


T = TypeVar("T")


def bodies(kept: Kept, register: str, wanted: type[T]) -> list[tuple[Entry, T]]:
    """The entries of a register that hold a ``wanted``, oldest first, each with what it holds."""
    return [(each, each.body) for each in kept.of(register) if isinstance(each.body, wanted)]


def moved(kept: Kept) -> tuple[tuple[Entry, Moved], ...]:
    """Every change of phase, oldest first."""
    return tuple(bodies(kept, "phase", Moved))


def locks(kept: Kept) -> tuple[tuple[Entry, Locked], ...]:
    """The lock of the criteria and every change after it, oldest first."""
    return tuple(bodies(kept, "criteria", Locked))


def locked(known: Known) -> Instant | None:
    """When the board locked the criteria: every window of time begins then."""
    found = locks(known.kept)
    return found[0][0].at if found else None


def counting(known: Known) -> Instant | None:
    """When windows of time begin: at the lock, and anew after a return to Wild Apricot (features.md S6.14)."""
    lock, back = locked(known), runbook.returned(known.kept)
    return max(lock, back) if lock and back else lock


def word(
    identity: str,
    reasons: list[str],
    value: str,
    entry: Entry,
    *,
    sample: int = 1,
    expires: Instant | None = None,
    evidence: tuple[str, ...] = (),
) -> Attested:
    """What a register says of a check: it passes without reasons. ``entry`` is the newest that it rests on."""
    return Attested(
        identity,
        not reasons,
        value,
        sample,
        entry.actor,
        entry.at,
        expires,
        evidence or (f"{entry.register} {entry.item}".strip(),),
        " ".join(reasons),
    )
