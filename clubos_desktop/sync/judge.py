"""Whether a listing is complete, and whether a person must look before it is accepted (design.md section 7, rule 1)."""

from collections.abc import Collection
from dataclasses import dataclass, field

import msgspec

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS, NOT_COMPARABLE, SIDE_LABELS, Field
from clubos_desktop.model.records import TYPES
from clubos_desktop.model.runs import Listing, Mode, Run, RunState
from clubos_desktop.store.records import Fresh, Stored

LEAST = 10
"""So many records may vanish, or change in one field, in any club without a question (features.md R19)."""

VANISH_SHARE = 0.02
CHANGE_SHARE = 0.20
"""Shares of the records present before, above which a run is held (features.md R19)."""


UNCOUNTED = (Domain.FIELDS, Domain.LEVELS, Domain.GROUPS)
"""Wild Apricot gives these whole in one answer, without a count (wild-apricot-api.md 2.3)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``state`` COMPLETE, PARTIAL, HELD or FAILED, with its sentence. ``fields`` say what a hold is about.

    ``code`` names the cause (``causes.CAUSES``), ``n`` how many records it hit (0: not known), ``keys`` which.
    """

    state: RunState
    reason: str = ""
    fields: dict[str, int] = field(default_factory=dict)
    code: str = ""
    n: int = 0
    faults: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    raw: bytes = b""


def complete(run: Run, listing: Listing, distinct: int, lacking: int) -> str:
    """Why a listing is not complete; "" when it is.

    ``distinct`` is the number of different records it brought, ``lacking`` how many of ``listing.keys`` are in neither
    it nor (for a listing of changes) the copy.
    """
    what, where = DOMAIN_LABELS[run.domain].lower(), SIDE_LABELS[run.side]
    before, after = listing.count_before, listing.count_after
    if lacking:
        return f"{where} lists {what} that were not in its answer ({lacking:,} of them). Nothing was taken over."
    if after is None:
        sure = listing.keys is not None or run.domain in UNCOUNTED or run.mode is Mode.INCREMENTAL
        return "" if sure else f"It is not known how many {what} {where} has, so nothing was taken over."
    if listing.keys is not None and after == len(listing.keys):
        return ""
    if listing.keys is not None and run.mode is Mode.FULL:
        return f"{where} counts {after:,} {what} but lists {len(listing.keys):,}. Nothing was taken over."
    if before is not None and before != after:
        moved = f"changed from {before:,} to {after:,} while they were copied"
        return f"The number of {what} in {where} {moved}. Nothing was taken over."
    return (
        "" if distinct == after else f"{where} counts {after:,} {what}, but {distinct:,} came. Nothing was taken over."
    )


def mass_change(
    run: Run, present: int, vanished: Collection[int], listed: int, fresh: Collection[tuple[Stored, Fresh]]
) -> Judgement:
    """Hold a run that takes away or changes suspiciously many records of those ``present`` before.

    ``fresh`` are the changed records, as stored and as they came.
    """
    what, where = DOMAIN_LABELS[run.domain].lower(), SIDE_LABELS[run.side]
    if len(vanished) > max(LEAST, VANISH_SHARE * present) or (present > 1 and run.mode is Mode.FULL and not listed):
        return Judgement(
            RunState.HELD,
            f"{len(vanished):,} of {present:,} {what} are no longer in the answer of {where}. Nothing was changed.",
            code="held.vanished" if listed else "held.empty",
        )
    counted = _changed_fields(run.domain, fresh)
    many = {name: n for name, n in counted.items() if n > max(LEAST, CHANGE_SHARE * present)}
    if not many:
        return Judgement(RunState.COMPLETE)
    labels = {each.name: each.label for each in _watched(run.domain)}
    name, n = max(many.items(), key=lambda one: one[1])
    return Judgement(
        RunState.HELD,
        f'"{labels[name]}" changed for {n:,} of {present:,} {what} in {where}. Nothing was changed here.',
        fields=many,
        code="held.changed",
    )


def _watched(domain: Domain) -> tuple[Field, ...]:
    return COMPARED.get(domain) or NOT_COMPARABLE.get(domain, ())


def _changed_fields(domain: Domain, fresh: Collection[tuple[Stored, Fresh]]) -> dict[str, int]:
    """How many records changed in each watched field."""
    watched = [each.name for each in _watched(domain)]
    counted = dict.fromkeys(watched, 0)
    decode = msgspec.msgpack.Decoder(TYPES[domain]).decode
    for old, new in fresh:
        if old.fields == new.fields:
            continue
        before, after = decode(old.fields), decode(new.fields)
        for name in watched:
            counted[name] += getattr(before, name) != getattr(after, name)
    return counted
