"""Which changes the answers of a run show against what is known, each in its class (features.md R18). Pure.

Known is what the program declares (``declared``) and what the accepted runs before taught (``Learned``).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.schema import Change, Drift
from clubos_desktop.sync.declared import NUMBER, TEXT, TOGETHER, Known
from clubos_desktop.sync.shapes import DAY, NOTHING, WALL, ZONED, Outline, Seen

ENOUGH = 50
"""Records after which a field that one in five had, and nobody has any more, is missing by no chance (0.8^50)."""

OFTEN = 0.2
ALIKE = 0.6
"""How alike two names must be to be one renamed field, as ``difflib`` measures it (0 to 1)."""

_READ = {ZONED, WALL, DAY}
_HARMLESS = {(WALL, DAY), (DAY, WALL), (WALL, ZONED), (DAY, ZONED)}
"""Forms that may change without another meaning: a wall time that gains its offset, a day that gains midnight."""


@dataclass(slots=True)
class Learned:
    """What accepted runs taught of a domain: by field its kinds, words, forms, and in which part of the records."""

    n: int = 0
    kinds: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, list[str]] = field(default_factory=dict)
    share: dict[str, float] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def learn(self, seen: Seen, *, whole: bool, decided: Collection[str] = ()) -> None:
        """Take over what a run showed; shares are those of whole listings.

        Fields that were ``decided`` about teach nothing: a decision can be withdrawn.
        """
        for path, outline in seen.fields.items():
            if path in decided:
                continue
            for kept, new in ((self.kinds, outline.kinds), (self.words, outline.words), (self.forms, outline.forms)):
                kept[path] = sorted({*kept.get(path, ()), *new})
            if whole or path not in self.share:
                self.share[path] = outline.present / max(1, seen.n)
        if whole:
            self.n = seen.n
        self.labels |= seen.labels


def changes(
    side: Side, domain: Domain, known: Sequence[Known], learned: Learned | None, seen: Seen
) -> tuple[Change, ...]:
    """Every change, breaking ones first. ``learned`` is None before anything was accepted."""
    if not seen.n:
        return ()
    look = _Look(side, domain, {each.path: each for each in known}, learned, seen)
    found = [*look.names(), *look.kinds(), *look.dates(), *look.words(), *look.labels()]
    return tuple(sorted(found, key=lambda change: (not change.breaking, change.kind, change.field)))


@dataclass(frozen=True, slots=True)
class _Look:
    side: Side
    domain: Domain
    known: dict[str, Known]
    learned: Learned | None
    seen: Seen

    def _change(self, kind: Drift, path: str, other: str, n: int, *, breaking: bool, was: str = "") -> Change:
        return Change(self.side, self.domain, kind, path, other, n, self.seen.n, breaking, was)

    def _there(self, path: str) -> Outline:
        return self.seen.fields.get(path, Outline())

    def names(self) -> Iterator[Change]:
        """Missing, new and renamed fields."""
        gone = list(self._gone())
        fresh = self._fresh()
        for path in gone:
            old = self.known.get(path)
            became = self._became(path, fresh)
            if became:
                fresh.remove(became)
                there = self._there(became)
                yield self._change(Drift.RENAMED, path, became, there.present, breaking=old is not None)
            else:
                lacking = self.seen.n - self._there(path).present
                yield self._change(Drift.MISSING, path, "", lacking, breaking=old is not None)
        if self.learned is not None:
            for path in fresh:
                kinds = ", ".join(sorted(self._there(path).kinds))
                yield self._change(Drift.NEW, path, kinds, self._there(path).present, breaking=False)

    def _gone(self) -> Iterator[str]:
        taught = self.learned.share if self.learned is not None else {}
        for path in dict.fromkeys((*self.known, *taught)):
            if not self._under_way(path) and self._lacks(path, taught.get(path)):
                yield path

    def _under_way(self, path: str) -> bool:
        """Whether what it stands in is itself away or of another kind: then that is the change, not this."""
        over = path.partition("[")[0] if path.endswith("]") else path.rpartition(".")[0]
        if not over:
            return False
        there = self._there(over)
        return not there.kinds.get("object", 0) and not there.kinds.get("list", 0)

    def _lacks(self, path: str, share: float | None) -> bool:
        n, present = self.seen.n, self._there(path).present
        known = self.known.get(path)
        if known is not None and known.always:
            return not present or (share == 1.0 and n - present >= max(10, 0.2 * n))
        if present:
            return False
        pairs = TOGETHER.get(self.domain, ()) if self.side is Side.LEGACY else ()
        if any(second == path and self._there(first).present for first, second in pairs):
            return True
        return share is not None and share >= OFTEN and n >= ENOUGH

    def _fresh(self) -> list[str]:
        taught = self.learned.share if self.learned is not None else {}
        return [
            path
            for path, outline in self.seen.fields.items()
            if outline.present and path not in taught and path not in self.known and not self._inside_new(path, taught)
        ]

    def _inside_new(self, path: str, taught: dict[str, float]) -> bool:
        over = path.rpartition(".")[0]
        return bool(over) and over not in taught and over not in self.known

    def _became(self, path: str, fresh: Sequence[str]) -> str:
        """The new field that the missing one became: of the same kind, in as many records, or of a like name."""
        before = set(self.learned.kinds.get(path, ())) if self.learned is not None else set()
        before |= set(self.known[path].kinds) if path in self.known else set()
        share = self.learned.share.get(path) if self.learned is not None else None
        best, most = "", 0.0
        for each in fresh:
            there = self._there(each)
            if not (set(there.kinds) - {NOTHING}) & before:
                continue
            likeness = _likeness(path, each)
            if share is not None and len(fresh) == 1 and abs(there.present / self.seen.n - share) < 0.02:
                likeness = max(likeness, ALIKE)
            if likeness > most:
                best, most = each, likeness
        return best if most >= ALIKE else ""

    def kinds(self) -> Iterator[Change]:
        """Values of another kind than before."""
        for path, outline in self.seen.fields.items():
            known = self.known.get(path)
            taught = set(self.learned.kinds.get(path, ())) if self.learned is not None else set()
            may = (set(known.kinds) if known else set()) | taught
            if not may - {NOTHING}:
                continue
            for kind, n in outline.kinds.items():
                if kind in may or kind == NOTHING:
                    continue
                was = ", ".join(sorted(may - {NOTHING}))
                date = known is not None and known.date and kind == NUMBER
                what = Drift.DATE_FORM if date else Drift.RETYPED
                yield self._change(what, path, kind, n, breaking=known is not None, was=was)

    def dates(self) -> Iterator[Change]:
        """Dates in another form. One without its offset means another moment: that is breaking, its gain is not."""
        for known in self.known.values():
            if not known.date:
                continue
            taught = set(self.learned.forms.get(known.path, ())) if self.learned is not None else set()
            for each in sorted(self._there(known.path).forms - taught):
                if each in _READ and not taught:
                    continue
                harmless = each in _READ and all((old, each) in _HARMLESS or old == each for old in taught)
                there = self._there(known.path)
                was = ", ".join(sorted(taught or {ZONED}))
                yield self._change(Drift.DATE_FORM, known.path, each, there.kinds[TEXT], breaking=not harmless, was=was)

    def words(self) -> Iterator[Change]:
        """Words that a list of words did not have."""
        for known in self.known.values():
            if not known.decides:
                continue
            taught = set(self.learned.words.get(known.path, ())) if self.learned is not None else set()
            if not known.words and not taught:
                continue
            there = self._there(known.path).words
            for word in sorted(there.keys() - taught - set(known.words)):
                yield self._change(Drift.WORD, known.path, word, there[word], breaking=True)

    def labels(self) -> Iterator[Change]:
        """Another name under the same id."""
        if self.learned is None:
            return
        for key, name in sorted(self.seen.labels.items()):
            old = self.learned.labels.get(key)
            if old is not None and old != name:
                yield self._change(Drift.WORD_RENAMED, f"level {key}", name, 0, breaking=False, was=old)


def _likeness(old: str, new: str) -> float:
    """How alike two names are; one that holds the other is as good as the same."""
    first, second = (path.rpartition(".")[2].casefold().rstrip("]") for path in (old, new))
    first, second = first.rpartition("[")[2], second.rpartition("[")[2]
    if first in second or second in first:
        return 0.95
    return SequenceMatcher(None, first, second).ratio()
