"""Operators and the people to call: Gate 2, and the signals about operators. Pure."""

from dataclasses import dataclass

from clubos_desktop.model.evidence import Attested
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Contact, Did, Entry, Felt, Kept, Noted, Phase, Reached, Trained
from clubos_desktop.verification.registers.known import Known, after, began, bodies, starts, word
from clubos_desktop.verification.registers.training import MODULES, TASKS
from clubos_desktop.verification.words import counted, listed, of

CONTACT_ROLES = ("operations", "board", "technology", "ClubOS")
"""Whom one must be able to call; two people each."""

MEANING = "I can do my work in ClubOS, and I am ready for the switch."
"""What an operator signs (features.md E32)."""


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator as the entries have it. ``done`` are tasks with the entry of the best try; ``signed`` stands."""

    person: int
    named: Entry
    trained: dict[str, Entry]
    done: tuple[tuple[Entry, Did], ...]
    felt: tuple[int, ...]
    signed: Entry | None

    def tasks(self, since: Instant, *, alone: bool) -> frozenset[str]:
        """The tasks done at ``since`` or later, without help where ``alone``."""
        return frozenset(did.task for entry, did in self.done if entry.at >= since and not (alone and did.helped))


def operators(kept: Kept) -> tuple[Operator, ...]:
    """Everybody who is an operator now, in the order they were named."""
    items: dict[str, list[Entry]] = {}
    for entry in kept.of("operator"):
        items.setdefault(entry.item, []).append(entry)
    found = (_operator(int(item), entries) for item, entries in items.items())
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.named.id))


def _operator(person: int, entries: list[Entry]) -> Operator | None:
    last = {entry.act: entry for entry in entries}
    named = last.get("named")
    left = last.get("left")
    if named is None or (left is not None and left.id > named.id):
        return None
    signed, withdrew = last.get("signed"), last.get("withdrew")
    gone = [each.id for each in (withdrew, left) if each is not None]
    return Operator(
        person,
        named,
        {entry.body.module: entry for entry in entries if isinstance(entry.body, Trained)},
        tuple((entry, entry.body) for entry in entries if isinstance(entry.body, Did)),
        tuple(entry.body.confidence for entry in entries if isinstance(entry.body, Felt)),
        signed if signed is not None and signed.id > max(gone, default=0) else None,
    )


def attest(known: Known) -> list[Attested | None]:
    """G2.1 to G2.3, S4.5 and S4.12."""
    team = operators(known.kept)
    return [
        *([_training(known, team), _tasks(known, team), _alone(known, team), _signed(known, team)] if team else []),
        _contacts(known),
    ]


def _training(known: Known, team: tuple[Operator, ...]) -> Attested:
    wanted = [module.id for module in MODULES]
    lacking = [(each, module) for each in team for module in wanted if module not in each.trained]
    ends = [
        starts(entry.body.day, known.zone, known.limits.value("training_days"))
        for each in team
        for entry in each.trained.values()
        if isinstance(entry.body, Trained)
    ]
    trained = sum(all(module in each.trained for module in wanted) for each in team)
    reasons = [f"{counted(len(lacking), 'training module')} still to do."] if lacking else []
    newest = max((entry for each in team for entry in (each.named, *each.trained.values())), key=lambda each: each.id)
    value = f"{of(trained, len(team))} operators trained in all {len(wanted)} modules"
    return word("G2.1", reasons, value, newest, sample=len(team), expires=min(ends, default=None))


def roster(kept: Kept) -> dict[str, str]:
    """Who takes part in the pilot, "yes" or "no" by the number of the person; nobody said anything of the others."""
    return {entry.item: body.cells["pilot"] for entry, body in bodies(kept, "roster", Noted)}


def _tasks(known: Known, team: tuple[Operator, ...]) -> Attested | None:
    pilot = began(known, Phase.PILOT)
    return None if pilot is None else _did(known, team, "G2.2", pilot, alone=False)


def _alone(known: Known, team: tuple[Operator, ...]) -> Attested | None:
    """Not measured before anything was done."""
    return _did(known, team, "S4.5", "", alone=True) if any(each.done for each in team) else None


def _did(known: Known, team: tuple[Operator, ...], identity: str, since: Instant, *, alone: bool) -> Attested:
    wanted = known.limits.value("tasks")
    done = [len(each.tasks(since, alone=alone)) for each in team]
    short = sum(n < wanted for n in done)
    how = " without help" if alone else " since the pilot began"
    reasons = [f"{counted(short, 'operator')} did fewer than {wanted} of the tasks{how}."] if short else []
    chosen = roster(known.kept)
    left_out = sum(n < wanted and chosen.get(str(each.person)) == "no" for n, each in zip(done, team, strict=True))
    if left_out and not alone:
        reasons.append(
            f"{counted(left_out, 'operator')} of them only on a copy: into the pilot with them, or out of the list."
        )
    newest = max((entry for each in team for entry in (each.named, *(e for e, _ in each.done))), key=lambda e: e.id)
    value = f"{of(min(done), len(TASKS))} tasks by each operator{how}"
    return word(identity, reasons, value, newest, sample=sum(done))


def _signed(known: Known, team: tuple[Operator, ...]) -> Attested | None:
    signed = [each.signed for each in team if each.signed is not None]
    if not signed:
        return None
    missing = len(team) - len(signed)
    reasons = [f"{counted(missing, 'operator')} did not sign."] if missing else []
    ends = min(after(entry.at, known.limits.value("sign_days")) for entry in signed)
    newest = max(signed, key=lambda entry: entry.id)
    return word("S4.12", reasons, f"{of(len(signed), len(team))} signed", newest, sample=len(signed), expires=ends)


@dataclass(frozen=True, slots=True)
class Reach:
    """A contact and its newest test."""

    number: str
    entry: Entry
    contact: Contact
    tested: Entry | None
    until: Instant | None
    """The end of the test's shelf life; None without a test that was answered."""


def contacts(known: Known) -> tuple[Reach, ...]:
    """Everybody to call, in the order they were entered."""
    items: dict[str, dict[str, Entry]] = {}
    for entry in known.kept.of("contact"):
        items.setdefault(entry.item, {})[entry.act] = entry
    return tuple(
        _reach(known, number, acts) for number, acts in items.items() if {"added", "left"} & set(acts) == {"added"}
    )


def _reach(known: Known, number: str, acts: dict[str, Entry]) -> Reach:
    added, tested = acts["added"], acts.get("tested")
    assert isinstance(added.body, Contact)  # noqa: S101 - an act's body is of the act's type
    until = None
    if tested is not None and isinstance(tested.body, Reached) and tested.body.ok:
        until = starts(tested.body.day, known.zone, known.limits.value("contact_days"))
    return Reach(number, added, added.body, tested, until)


def _contacts(known: Known) -> Attested | None:
    """Two people of each role, reached lately; it holds until one too few is left."""
    everyone = contacts(known)
    if not everyone:
        return None
    wanted = known.limits.value("contacts")
    until = {
        role: sorted((each.until for each in everyone if each.contact.role == role and each.until), reverse=True)
        for role in CONTACT_ROLES
    }
    short = [f"{role} ({of(min(len(times), wanted), wanted)})" for role, times in until.items() if len(times) < wanted]
    reasons = [f"Too few people were reached for {listed(short)}."] if short else []
    ends = [times[wanted - 1] for times in until.values() if 0 < wanted <= len(times)]
    last = max((each.tested or each.entry for each in everyone), key=lambda entry: entry.id)
    reached = sum(each.until is not None for each in everyone)
    value = f"{of(reached, len(everyone))} contacts reached"
    return word("G2.3", reasons, value, last, sample=len(everyone), expires=min(ends, default=None))
