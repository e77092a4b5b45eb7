"""What the figures mean for members, and what was not checked, in sentences. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.evidence import DifferenceCount
from clubos_desktop.model.fields import DOMAIN_LABELS, NOT_COMPARABLE
from clubos_desktop.model.readiness import Criterion, GateResult, Readiness, Signal, State, Verdict
from clubos_desktop.verification import parity
from clubos_desktop.verification.gates import PLAIN
from clubos_desktop.verification.reasons import told
from clubos_desktop.verification.words import ONE, counted, listed


@dataclass(frozen=True, slots=True)
class Said:
    """A number and what it counts: "8" "members have another e-mail address". ``key`` is its figure."""

    key: str
    n: int
    text: str


_CHANGED: dict[tuple[Domain, str], tuple[str, str]] = {
    (Domain.MEMBERS, "status"): ("has another status", "have another status"),
    (Domain.MEMBERS, "email"): (
        "has another e-mail address; club mail would miss this person",
        "have another e-mail address; club mail would miss them",
    ),
    (Domain.MEMBERS, "first_name"): ("has another first name", "have another first name"),
    (Domain.MEMBERS, "last_name"): ("has another last name", "have another last name"),
    (Domain.MEMBERS, "phone"): ("has another phone number", "have another phone number"),
    (Domain.MEMBERS, "level"): ("has another level", "have another level"),
    (Domain.MEMBERS, "joined"): ("has another “Member since”", "have another “Member since”"),
    (Domain.EVENTS, "start"): ("starts at another time", "start at another time"),
    (Domain.EVENTS, "end"): ("ends at another time", "end at another time"),
    (Domain.EVENTS, "title"): ("has another title", "have another title"),
    (Domain.EVENTS, "location"): ("is at another place", "are at another place"),
    (Domain.EVENTS, "capacity"): ("has another number of places", "have another number of places"),
    (Domain.EVENTS, "category"): ("is in another category", "are in another category"),
    (Domain.EVENTS, "published"): (
        "is public in one system and hidden in the other",
        "are public in one system and hidden in the other",
    ),
    (Domain.EVENTS, "description"): ("has another description", "have another description"),
    (Domain.REGISTRATIONS, "status"): (
        "has another status: registered, waiting or cancelled",
        "have another status: registered, waiting or cancelled",
    ),
    (Domain.REGISTRATIONS, "registered"): ("was made at another time", "were made at another time"),
}

_MISSING = {
    Domain.MEMBERS: (
        "is not in ClubOS; this person could not sign in",
        "are not in ClubOS; they could not sign in",
    ),
    Domain.EVENTS: ("is not in ClubOS", "are not in ClubOS"),
    Domain.REGISTRATIONS: ("is not in ClubOS; a place would be lost", "are not in ClubOS; places would be lost"),
}
_ORDER = {Kind.CONFLICT: 0, Kind.ONLY_LEGACY: 1, Kind.ONLY_CLUBOS: 2, Kind.CHANGED: 3}


def differs(pack: EvidencePack) -> tuple[Said, ...]:
    """What differs, most harmful first, each kind and field one sentence."""
    found = [each for each in pack.evidence.differences if each.kind in _ORDER]
    fields = list(_CHANGED)
    places = {place: number for number, place in enumerate(fields)}
    found.sort(
        key=lambda each: (
            each.domain in FINANCE,
            _ORDER[Kind(each.kind)],
            0 if each.field else list(Domain).index(each.domain),
            places.get((each.domain, each.field), len(fields)),
            each.field,
        )
    )
    return tuple(_said(each) for each in found)


def _said(found: DifferenceCount) -> Said:
    n = found.once + found.confirmed
    key = f"differences.{found.domain}.{found.kind}.{found.field}"
    single = n == 1
    subject = ONE[found.domain] if single else f"{ONE[found.domain]}s"
    return Said(key, n, f"{subject} {_predicate(found)[0 if single else 1]}")


def _predicate(found: DifferenceCount) -> tuple[str, str]:
    if found.domain in FINANCE:
        return "does not add up in Wild Apricot's own books", "do not add up in Wild Apricot's own books"
    if found.kind == Kind.ONLY_LEGACY:
        return _MISSING[found.domain]
    if found.kind == Kind.ONLY_CLUBOS:
        return "is in ClubOS alone", "are in ClubOS alone"
    name = found.field.replace("_", " ")
    if found.kind == Kind.CONFLICT:
        return f"was changed in both systems ({name})", f"were changed in both systems ({name})"
    return _CHANGED.get((found.domain, found.field), (f"has another {name}", f"have another {name}"))


def headline(readiness: Readiness) -> str:
    """One line under the verdict."""
    passed = sum(gate.passed for gate in readiness.gates)
    criteria = [criterion for gate in readiness.gates for criterion in gate.criteria]
    failed = sum(criterion.state is State.FAIL for criterion in criteria)
    unmeasured = sum(criterion.state is State.NOT_MEASURED for criterion in criteria)
    parts = [f"{passed} of {len(readiness.gates)} gates passed."]
    if failed:
        parts.append(f"{counted(failed, 'check')} not passed.")
    if unmeasured:
        parts.append(f"{counted(unmeasured, 'check')} not measured yet.")
    return " ".join(parts)


MEANING = {
    Verdict.NOT_MEASURED: "Nothing was compared yet. A first copy of both systems is the next step.",
    Verdict.NOT_READY: "The club cannot switch today. Nothing has changed for members.",
    Verdict.READY_FOR_REVIEW: "Everything that can be measured has passed. The board can review and decide.",
    Verdict.AUTHORISED: "Every gate has passed and the board has voted.",
    Verdict.DONE: "The club has switched to ClubOS.",
    Verdict.ROLLED_BACK: "The club went back to Wild Apricot. Going back is always a good outcome.",
}
"""What each verdict means, for people who read no further."""


def reason(gate: GateResult) -> str:
    """The strongest reason of a gate: a failed check before one that was not measured."""
    if gate.passed:
        return "All checks passed."
    for state in (State.FAIL, State.NOT_MEASURED):
        for criterion in gate.criteria:
            if criterion.state is state:
                return told(criterion)
    return "It has no checks."


def plain(gate: GateResult) -> str:
    """The gate's name in plain words."""
    return PLAIN[gate.gate]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something that this pack says nothing about, and why."""

    what: str
    why: str


def unchecked(pack: EvidencePack) -> tuple[Unchecked, ...]:
    """The page "What we did not check": always made, never empty."""
    return (
        *_copies(pack),
        *_fields(pack),
        *_records(pack),
        *_rules(pack),
        *_checks(pack),
        *_scope(pack),
    )


def _copies(pack: EvidencePack) -> Iterator[Unchecked]:
    for domain in PAIRED:
        for side in Side:
            copy = parity.find(pack.evidence, side, domain)
            reasons = parity.incomplete(copy) if copy is not None else ["It was never copied."]
            if reasons:
                name = f"{DOMAIN_LABELS[domain]} of {'Wild Apricot' if side is Side.LEGACY else 'ClubOS'}"
                yield Unchecked(f"{name}: not a whole copy", " ".join(reasons))

    if pack.evidence.from_files:
        names = listed([DOMAIN_LABELS[domain].lower() for domain in pack.evidence.from_files])
        yield Unchecked(
            f"Wild Apricot's interface for {names}",
            "They were read from export files that a person made: as old as the files, without the times of change "
            "that the interface gives. All else came over the interface.",
        )


def _fields(pack: EvidencePack) -> Iterator[Unchecked]:
    for domain, fields in NOT_COMPARABLE.items():
        if domain in FINANCE:
            continue
        names = listed([field.label for field in fields])
        yield Unchecked(f"{DOMAIN_LABELS[domain]}: {names}", "ClubOS's interface does not show them.")
    checked = pack.evidence.books is not None
    read = sum(bool(each.sha256) for each in pack.evidence.entered)
    by_hand = f" {counted(read, 'total')} of it {'was' if read == 1 else 'were'} read there by people, with a proof."
    yield Unchecked(
        "Money in ClubOS: invoices, payments, allocations, refunds and donations",
        "ClubOS shows no amounts. "
        + ("Wild Apricot's own books were added up instead." if checked else "Wild Apricot's were not copied either.")
        + (by_hand if read else ""),
    )
    yield Unchecked(
        "Contact fields, levels and groups as such",
        "They are copied from Wild Apricot; ClubOS has no list of them to compare with.",
    )


def _records(pack: EvidencePack) -> Iterator[Unchecked]:
    for found in pack.evidence.whole:
        if found.not_compared:
            what = f"{counted(found.not_compared, ONE[found.domain])} left aside"
            yield Unchecked(what, _ASIDE.get(found.domain, "ClubOS cannot show them."))
        if found.suggestions:
            yield Unchecked(
                f"{counted(found.suggestions, 'pair')} of {ONE[found.domain]}s that may belong together",
                "A person decides; until then they count as missing on both sides.",
            )
        if found.once:
            yield Unchecked(
                f"{counted(found.once, 'difference')} of {ONE[found.domain]}s seen only once",
                "The next copy confirms or clears them. Until then they count.",
            )


_ASIDE = {
    Domain.REGISTRATIONS: "ClubOS shows no guests, and of several registrations only the one that counts.",
}


def _rules(pack: EvidencePack) -> Iterator[Unchecked]:
    for found in pack.evidence.whole:
        hidden = [(field.field, field.ignored) for field in found.fields if field.ignored]
        if hidden:
            parts = listed([f"{name.replace('_', ' ')} {n:,}" for name, n in hidden])
            yield Unchecked(
                f"{DOMAIN_LABELS[found.domain]}: values that are equal only by your rules",
                f"Letter case, blanks and the like are not counted as differences: {parts}.",
            )
    for rule in pack.rules:
        if "does not mind" in rule.text:
            name = rule.field.replace("_", " ")
            yield Unchecked(f"{DOMAIN_LABELS[rule.domain]}: {name}", "The club's rules say that it does not matter.")


def _checks(pack: EvidencePack) -> Iterator[Unchecked]:
    criteria: list[Criterion | Signal] = [each for gate in pack.readiness.gates for each in gate.criteria]
    for check in (*pack.readiness.signals, *criteria):
        if check.state is State.NOT_MEASURED:
            yield Unchecked(f"{check.id} {check.text}", check.why)


def _scope(pack: EvidencePack) -> Iterator[Unchecked]:
    yield Unchecked(
        "Website pages, e-mails, photos, documents and the store", "This program does not copy them in this version."
    )
    yield Unchecked(
        "Whether members can sign in to ClubOS", "This program sees ClubOS's data, not its doors for members."
    )
    yield Unchecked(
        "What happened after the copies were made",
        "Both systems go on changing. The ages of the copies stand in this pack.",
    )
    if pack.evidence.lock is None:
        yield Unchecked(
            "The limits themselves",
            "They were not locked by the board before measuring; each stands here with its source.",
        )
    if not pack.names_shown:
        yield Unchecked("Names and personal values", "They are hidden in this pack. The workspace has them.")
