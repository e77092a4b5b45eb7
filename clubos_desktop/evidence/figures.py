"""Every figure of a pack, each with a short id, the runs it rests on and where it came from. Pure.

The pages print these values with their ids; ``verify`` makes them again from the snapshot.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from clubos_desktop.evidence import money_figures
from clubos_desktop.evidence.pack import EvidencePack
from clubos_desktop.model.differences import KIND_WORDS, Kind
from clubos_desktop.model.domains import FINANCE, PAIRED, Domain, Side
from clubos_desktop.model.evidence import Comparison, CopyFigures
from clubos_desktop.model.fields import COMPARED, DOMAIN_LABELS, SIDE_LABELS
from clubos_desktop.model.money import show
from clubos_desktop.model.readiness import State
from clubos_desktop.model.runbook import TIMED, Plan
from clubos_desktop.model.runs import RunState
from clubos_desktop.model.time import day_of, spell
from clubos_desktop.verification import parity

COPY, COMPARE, JUDGE, BOOKS, LEDGER, DRILLS, AUDIT = (
    "copy on this laptop",
    "comparison",
    "checks",
    "Wild Apricot's books",
    "list of calls",
    "recorded acts of rehearsals",
    "history",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed value. ``key`` names what it is within the program, ``id`` on paper, ``runs`` what it rests on."""

    id: str
    key: str
    text: str
    value: str
    source: str
    runs: tuple[str, ...]


class Figures:
    """All figures of a pack by key."""

    def __init__(self, pack: EvidencePack) -> None:
        found = {figure.key: figure for figure in _numbered(pack)}
        self.by_key = found
        self.all = tuple(found.values())

    def __getitem__(self, key: str) -> Figure:
        return self.by_key[key]

    def get(self, key: str) -> Figure | None:
        """The figure, None where it was not measured."""
        return self.by_key.get(key)


@dataclass(frozen=True, slots=True)
class _Raw:
    key: str
    text: str
    value: str
    source: str
    runs: tuple[str, ...] = ()


def _numbered(pack: EvidencePack) -> Iterator[Figure]:
    for number, raw in enumerate(_all(pack), 1):
        yield Figure(f"F{number}", raw.key, raw.text, raw.value, raw.source, raw.runs)


def _all(pack: EvidencePack) -> Iterator[_Raw]:
    yield from _verdict(pack)
    for copy in pack.evidence.copies:
        yield from _copy(copy)
    for comparison in pack.evidence.whole:
        yield from _comparison("all", comparison, parity.runs(pack.evidence, comparison.domain))
        yield from _fields(comparison, parity.runs(pack.evidence, comparison.domain))
    for name, part in windows(pack):
        yield from _comparison(name, part, parity.runs(pack.evidence, part.domain))
    yield from _statuses(pack)
    yield from _differences(pack)
    yield from _books(pack)
    money = _money_runs(pack, *FINANCE)
    yield from (_Raw(key, text, value, BOOKS, money) for key, text, value in money_figures.figures(pack.evidence))
    yield from _times(pack)
    yield from _drills(pack)
    yield from _work(pack)
    yield from _noise(pack)
    yield from _members(pack)
    yield from _weeks(pack)


def windows(pack: EvidencePack) -> Iterator[tuple[str, Comparison]]:
    """The windows that were measured, by name."""
    evidence = pack.evidence
    for name, part in (
        ("events", evidence.events),
        ("registrations", evidence.registrations),
        ("active", evidence.active),
    ):
        if part is not None:
            yield name, part


def _verdict(pack: EvidencePack) -> Iterator[_Raw]:
    readiness = pack.readiness
    passed = sum(gate.passed for gate in readiness.gates)
    yield _Raw("verdict", "Verdict", readiness.verdict.value, JUDGE)
    yield _Raw("gates.passed", "Gates passed", f"{passed} of {len(readiness.gates)}", JUDGE)
    criteria = [criterion for gate in readiness.gates for criterion in gate.criteria]
    for state in State:
        n = sum(criterion.state is state for criterion in criteria)
        yield _Raw(f"criteria.{state}", f"Conditions of the gates: {STATE_WORDS[state]}", f"{n}", JUDGE)
    for criterion in criteria:
        value = criterion.value or STATE_WORDS[criterion.state]
        yield _Raw(criterion.id, criterion.text, value, JUDGE, criterion.evidence)
    for signal in readiness.signals:
        yield _Raw(signal.id, signal.text, signal.value or STATE_WORDS[signal.state], JUDGE, signal.evidence)


STATE_WORDS = {State.PASS: "passed", State.FAIL: "not passed", State.NOT_MEASURED: "not measured"}


def _copy(copy: CopyFigures) -> Iterator[_Raw]:
    name = f"{DOMAIN_LABELS[copy.domain]} in {SIDE_LABELS[copy.side]}"
    key = f"{copy.domain}.{copy.side}"
    full = copy.full
    source = () if full is None else (f"run {full.id}",)
    accepted = () if copy.accepted is None else (f"run {copy.accepted.id}",)
    if full is not None and full.source_count is not None:
        yield _Raw(f"{key}.count", f"{name}, counted by the system", f"{full.source_count:,}", COPY, source)
    if full is not None:
        yield _Raw(f"{key}.listed", f"{name}, listed", f"{full.listed:,}", COPY, source)
    yield _Raw(f"{key}.held", f"{name}, copied", f"{copy.held:,}", COPY, accepted)
    yield _Raw(f"{key}.unlisted", f"{name}, copied but not in the last list", f"{copy.unlisted:,}", COPY, source)
    yield _Raw(f"{key}.gone", f"{name}, no longer there", f"{copy.gone:,}", COPY, accepted)


WINDOWS = {"all": "", "events": " of the period", "registrations": " of the period", "active": " of events to come"}


def _comparison(name: str, found: Comparison, runs: tuple[str, ...]) -> Iterator[_Raw]:
    label, key = DOMAIN_LABELS[found.domain] + WINDOWS[name], f"{name}.{found.domain}"
    yield _Raw(f"{key}.pairs", f"{label} in both systems", f"{found.pairs:,}", COMPARE, runs)
    yield _Raw(f"{key}.only_legacy", f"{label} only in Wild Apricot", f"{found.only_legacy:,}", COMPARE, runs)
    yield _Raw(f"{key}.only_clubos", f"{label} only in ClubOS", f"{found.only_clubos:,}", COMPARE, runs)
    yield _Raw(f"{key}.failing", f"{label} with a difference", f"{found.failing:,}", COMPARE, runs)
    yield _Raw(f"{key}.comparable", f"{label}: values that both show", f"{found.comparable:,}", COMPARE, runs)
    yield _Raw(f"{key}.unequal", f"{label}: values that differ", f"{found.unequal:,}", COMPARE, runs)
    if found.known:
        yield _Raw(f"{key}.known", f"{label}: differences accepted for now", f"{found.known:,}", COMPARE, runs)
    yield _Raw(f"{key}.suggestions", f"{label}: pairs that wait for you", f"{found.suggestions:,}", COMPARE, runs)
    yield _Raw(f"{key}.not_compared", f"{label} that cannot be compared", f"{found.not_compared:,}", COMPARE, runs)


def _fields(found: Comparison, runs: tuple[str, ...]) -> Iterator[_Raw]:
    labels = {field.name: field.label for field in COMPARED[found.domain]}
    for field in found.fields:
        name, key = f"{DOMAIN_LABELS[found.domain]}, {labels[field.field]}", f"{found.domain}.field.{field.field}"
        yield _Raw(f"{key}.comparable", f"{name}: compared", f"{field.comparable:,}", COMPARE, runs)
        yield _Raw(f"{key}.unequal", f"{name}: differ", f"{field.unequal:,}", COMPARE, runs)
        yield _Raw(f"{key}.once", f"{name}: of these seen once", f"{field.once:,}", COMPARE, runs)
        yield _Raw(f"{key}.ignored", f"{name}: equal by your rules", f"{field.ignored:,}", COMPARE, runs)


def _statuses(pack: EvidencePack) -> Iterator[_Raw]:
    runs = parity.runs(pack.evidence, Domain.MEMBERS)
    for count in pack.evidence.statuses:
        for side, n in ((Side.LEGACY, count.legacy), (Side.CLUBOS, count.clubos)):
            text = f"Members with status {count.status.replace('_', ' ')} in {SIDE_LABELS[side]}"
            yield _Raw(f"status.{count.status}.{side}", text, f"{n:,}", COPY, runs)


def _differences(pack: EvidencePack) -> Iterator[_Raw]:
    for found in pack.evidence.differences:
        runs = parity.runs(pack.evidence, found.domain) if found.domain in PAIRED else _money_runs(pack, found.domain)
        field = f", {found.field.replace('_', ' ')}" if found.field else ""
        text = f"{DOMAIN_LABELS[found.domain]}{field}: {KIND_WORDS[Kind(found.kind)]}"
        key = f"differences.{found.domain}.{found.kind}.{found.field}"
        yield _Raw(key, text, f"{found.once + found.confirmed:,}", COMPARE, runs)
        yield _Raw(f"{key}.once", f"{text}, seen once", f"{found.once:,}", COMPARE, runs)
    yield _Raw("differences.listed", "Differences listed in this pack", f"{len(pack.differences):,}", COMPARE)


def _money_runs(pack: EvidencePack, *domains: Domain) -> tuple[str, ...]:
    copies = [parity.find(pack.evidence, Side.LEGACY, domain) for domain in domains]
    return tuple(f"run {copy.accepted.id}" for copy in copies if copy is not None and copy.accepted is not None)


MONTHLY = money_figures.SINGLE
"""How the keys of single lines of the books begin: they stand in their own tables alone."""

_SUMS = ("amount", "stated", "found", "gap")
_SUM_WORDS = ("amounts", "stated", "adds up to", "unexplained, line by line")


def amount(minor: int, currency: str) -> str:
    """An amount without its currency, which stands beside it."""
    return show(minor, currency).removesuffix(f" {currency}")


def _books(pack: EvidencePack) -> Iterator[_Raw]:
    books = pack.evidence.books
    if books is None:
        return
    totals: dict[tuple[str, str], list[int]] = {}
    for place, line in enumerate(books.lines):
        parts = {"amount": line.amount, "stated": line.stated, "adds up to": line.found, "unexplained": line.gap}
        name = " ".join(filter(None, (DOMAIN_LABELS[Domain(line.chain)], line.month, line.group, line.currency)))
        value = ", ".join(f"{word} {amount(minor, line.currency)}" for word, minor in parts.items())
        runs = _money_runs(pack, Domain(line.chain), Domain.ALLOCATIONS)
        yield _Raw(f"{MONTHLY}{place}", name, value, BOOKS, runs)
        sums = totals.setdefault((line.chain, line.currency), [0, 0, 0, 0])
        for number, minor in enumerate((line.amount, line.stated, line.found, abs(line.gap))):
            sums[number] += minor
    for (chain, currency), sums in totals.items():
        name, runs = f"{DOMAIN_LABELS[Domain(chain)]} {currency}", _money_runs(pack, Domain(chain), Domain.ALLOCATIONS)
        for key, word, minor in zip(_SUMS, _SUM_WORDS, sums, strict=True):
            yield _Raw(f"books.{chain}.{currency}.{key}", f"{name}: {word}", amount(minor, currency), BOOKS, runs)
    faults = dict(books.faults)
    for domain in FINANCE:
        text = f"{DOMAIN_LABELS[domain]}: single faults"
        yield _Raw(f"books.faults.{domain}", text, f"{faults.get(domain, 0):,}", BOOKS, _money_runs(pack, domain))


def _times(pack: EvidencePack) -> Iterator[_Raw]:
    runs = parity.runs(pack.evidence, Domain.EVENTS)
    yield _Raw("times.compared", "Times of events that both systems show", f"{pack.times_compared:,}", COMPARE, runs)
    differing = sum(row.differs for row in pack.times)
    yield _Raw("times.differing", "Times that are not the same moment", f"{differing:,}", COMPARE, runs)
    delicate = sum(row.walls.delicate for row in pack.times)
    yield _Raw("times.delicate", "Times around a clock change or midnight", f"{delicate:,}", COMPARE, runs)


def _drills(pack: EvidencePack) -> Iterator[_Raw]:
    """The rehearsals: how many were whole, the slowest, the time and the tables of each."""
    found = pack.drills
    whole = [each for each in found.runs if each.plan is Plan.ROLLBACK and each.kind in TIMED and each.whole]
    yield _Raw("drills.whole", "Rehearsals of going back on a copy, to their end", f"{len(whole)}", DRILLS)
    yield _Raw("drills.open", "Actions of rehearsals that are not done", f"{found.open} of {found.actions}", DRILLS)
    if found.worst is not None:
        yield _Raw("drills.worst", "The slowest of them", f"{found.worst.minutes} minutes", DRILLS)
    for each in found.runs:
        name = f"Run {each.number}"
        yield _Raw(f"drill.{each.number}.minutes", f"{name}: all its steps", f"{each.minutes} minutes", DRILLS)
        if each.tables:
            text = f"{each.same} of {len(each.tables)}"
            yield _Raw(f"drill.{each.number}.tables", f"{name}: tables as they were", text, DRILLS)


def _noise(pack: EvidencePack) -> Iterator[_Raw]:
    """Values that moved by themselves between the last two copies, of both systems together."""
    found: dict[tuple[Domain, str], tuple[int, int]] = {}
    for each in pack.noise:
        moved, looked = found.get((each.domain, each.field), (0, 0))
        found[each.domain, each.field] = moved + each.moved, looked + each.looked
    for (domain, field), (moved, looked) in found.items():
        label = next(each.label for each in COMPARED[domain] if each.name == field)
        text = f"{DOMAIN_LABELS[domain]}, {label}: moved by themselves since the copy before"
        yield _Raw(f"{domain}.field.{field}.noise", text, f"{moved:,} of {looked:,}", COMPARE)


def _members(pack: EvidencePack) -> Iterator[_Raw]:
    runs = parity.runs(pack.evidence, Domain.MEMBERS)
    for place, group in enumerate(pack.groups):
        for side, n in ((Side.LEGACY, group.legacy), (Side.CLUBOS, group.clubos)):
            if n is not None:
                yield _Raw(f"group.{place}.{side}", f"{group.name} in {SIDE_LABELS[side]}", f"{n:,}", COPY, runs)


WEEK_WORDS = {"found": "found", "confirmed": "seen twice", "closed": "gone", "open": "standing at its end"}


def _weeks(pack: EvidencePack) -> Iterator[_Raw]:
    for week in pack.weeks:
        for key, word in WEEK_WORDS.items():
            text = f"Differences {word}, week of {spell(week.starts)}"
            yield _Raw(f"week.{week.starts}.{key}", text, f"{getattr(week, key):,}", COMPARE)
    if pack.oldest is not None:
        since = spell(day_of(pack.oldest, pack.evidence.zone))
        yield _Raw("week.oldest", "The oldest difference that stands was first seen", since, COMPARE)


def _work(pack: EvidencePack) -> Iterator[_Raw]:
    complete = sum(run.state is RunState.COMPLETE for run in pack.runs)
    yield _Raw("runs.complete", "Copies of one kind of data that were complete", f"{complete:,}", COPY)
    yield _Raw("runs.all", "Copies of one kind of data that were started", f"{len(pack.runs):,}", COPY)
    for side in Side:
        calls = [call for call in pack.calls if call.side is side]
        name = SIDE_LABELS[side]
        yield _Raw(f"calls.{side}", f"Calls to {name}", f"{sum(call.n for call in calls):,}", LEDGER)
        text = f"Calls to {name} that could have changed something"
        yield _Raw(f"calls.{side}.writing", text, f"{sum(call.writing for call in calls):,}", LEDGER)
    yield _Raw("audit.entries", "Entries of the history before this pack", f"{pack.entries:,}", AUDIT)
