"""Where differences are planted: which record belongs to which plant, and how each plant is taken away again."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from clubos_desktop.practice import clubos, legacy
from clubos_desktop.practice.clubos import ClubOS
from clubos_desktop.practice.importer import Importer
from clubos_desktop.practice.legacy import Legacy

MEMBERS, EVENTS, REGISTRATIONS = "members", "events", "registrations"
LEGACY, CLUBOS = "legacy", "clubos"
TABLES = {MEMBERS: "contacts", EVENTS: "events", REGISTRATIONS: "registrations"}
"""The legacy system's tables by domain; ClubOS's have the domain's own names."""


@dataclass(frozen=True, slots=True)
class Plant:
    """A kind of planted difference. ``base`` is how many there are among 1,200 members; ``sow`` plants so many."""

    name: str
    domain: str
    sentence: str
    base: int
    sow: "Callable[[Bed, int], None]"


@dataclass(slots=True)
class Planted:
    """A plant as it stands: how many, and what it changed (side, table, key, the row before or None)."""

    plant: Plant
    count: int = 0
    before: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Garden:
    """What was planted in a club.

    ``owner`` tells whose a record is: (domain, side, key) to plant. ``apart`` are legacy records that cannot be paired
    by themselves with what came of them, ``together`` the ones that are paired with somebody else's record.
    ``suggestions`` are (domain, legacy key, ClubOS key) that a person has to decide.
    """

    planted: dict[str, Planted] = field(default_factory=dict)
    owner: dict[tuple[str, str, Any], str] = field(default_factory=dict)
    apart: dict[tuple[str, int], str] = field(default_factory=dict)
    together: dict[tuple[str, int], str] = field(default_factory=dict)
    suggestions: dict[tuple[str, int, str], str] = field(default_factory=dict)

    def listed(self) -> list[dict[str, object]]:
        """Every kind with its name, domain, sentence and count."""
        return [
            {
                "name": made.plant.name,
                "domain": made.plant.domain,
                "sentence": made.plant.sentence,
                "count": made.count,
            }
            for made in self.planted.values()
        ]

    def fix(self, name: str, source: Legacy, target: ClubOS, seed: int, now: datetime) -> int:
        """Take all of a kind away, as somebody who repairs both systems would. Returns how many there were.

        Raises KeyError for a kind that is not planted.
        """
        made = self.planted.pop(name)
        for side, table, key, row in reversed(made.before):
            rows = getattr(source if side == LEGACY else target, table)
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = row
                if hasattr(row, "updated"):
                    row.updated = now
        for place in [place for place, plant in self.apart.items() if plant == name]:
            self.together.pop(place, None)
        self.apart = {place: plant for place, plant in self.apart.items() if plant != name}
        self.owner = {place: plant for place, plant in self.owner.items() if plant != name}
        self.suggestions = {place: plant for place, plant in self.suggestions.items() if plant != name}
        if made.dropped:
            Importer(source, target, seed, now).bring(made.dropped)
        source.revision += 1
        target.revision += 1
        return made.count


@dataclass(slots=True)
class Bed:
    """What a plant works with: both systems, chance, and the records no other plant has touched."""

    garden: Garden
    source: Legacy
    target: ClubOS
    seed: int
    now: datetime
    rng: random.Random
    planted: Planted
    spare: dict[str, list[Any]] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)
    diary: dict[tuple[str, str], set[Any]] = field(default_factory=dict)
    held: dict[tuple[str, str], dict[Any, list[Any]]] = field(default_factory=dict)
    fresh: Iterator[int] = field(default_factory=lambda: iter(range(1, 1_000_000)))
    members: dict[int, clubos.Member] = field(default_factory=dict)
    events: dict[int, clubos.Event] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The plant at work."""
        return self.planted.plant.name

    def touch(self, side: str, table: str, key: Any) -> Any:
        """Keep a row as it is now, for ``fix``, and give it out to be changed; None when there is none yet."""
        rows = getattr(self.source if side == LEGACY else self.target, table)
        row = rows.get(key)
        self.planted.before.append((side, table, key, None if row is None else replace(row)))
        return row

    def own(self, domain: str, side: str, key: Any) -> None:
        """Differences of a record are this plant's from now on."""
        self.garden.owner[domain, side, key] = self.name

    def part(self, domain: str, key: int) -> None:
        """A legacy record that is paired with nothing by itself."""
        self.garden.apart[domain, key] = self.name

    def suggest(self, domain: str, key: int, other: str) -> None:
        """These two must stay a suggestion."""
        self.garden.suggestions[domain, key, other] = self.name

    def draw(self, domain: str, count: int, fits: Callable[[Any], bool]) -> Iterator[Any]:
        """Up to so many untouched legacy records that fit; each is this plant's from then on."""
        pool, passed = self.spare[domain], []
        while pool and count:
            row = pool.pop()
            if not fits(row):
                passed.append(row)
                continue
            count -= 1
            self.used.add((domain, row.id))
            self.own(domain, LEGACY, row.id)
            self.planted.count += 1
            yield row
        pool.extend(reversed(passed))

    def people(self, count: int, fits: Callable[[legacy.Contact], bool] | None = None) -> Iterator[legacy.Contact]:
        """Untouched active members, or those who fit."""
        return self.draw(MEMBERS, count, fits or ordinary)

    def member(self, contact: legacy.Contact) -> clubos.Member:
        """The member who came of a contact, to be changed."""
        made = self.members[contact.id]
        self.own(MEMBERS, CLUBOS, made.id)
        row: clubos.Member = self.touch(CLUBOS, "members", made.id)
        return row

    def event(self, source: legacy.Event) -> clubos.Event:
        """The event that came of an event, to be changed."""
        made = self.events[source.id]
        self.own(EVENTS, CLUBOS, made.id)
        row: clubos.Event = self.touch(CLUBOS, "events", made.id)
        return row

    def remove(self, side: str, domain: str, key: Any) -> None:
        """Delete a member or event and its registrations on one side."""
        table = TABLES[domain] if side == LEGACY else domain
        self.touch(side, table, key)
        del getattr(self.source if side == LEGACY else self.target, table)[key]
        rows: dict[Any, Any] = getattr(self.source if side == LEGACY else self.target, REGISTRATIONS)
        for found in self._held(side, domain).get(key, []):
            if found in rows:
                self.touch(side, REGISTRATIONS, found)
                del rows[found]

    def _held(self, side: str, domain: str) -> dict[Any, list[Any]]:
        """The registrations of each member or event as they were at the first question."""
        if (side, domain) not in self.held:
            place = {MEMBERS: "contact" if side == LEGACY else "member", EVENTS: "event"}[domain]
            rows = (self.source if side == LEGACY else self.target).registrations
            made: dict[Any, list[Any]] = {}
            for row in rows.values():
                made.setdefault(getattr(row, place), []).append(row.id)
            self.held[side, domain] = made
        return self.held[side, domain]


def ordinary(contact: legacy.Contact) -> bool:
    """An active member with everything a plant may want."""
    return contact.status == "Active" and not contact.suspended and bool(contact.phone) and plain(contact)


def plain(contact: legacy.Contact) -> bool:
    """No oddity in the name."""
    oddities = ("<" in contact.last, "Esq." in contact.last, "🌻" in contact.first, len(contact.last) > 40)
    return not any(oddities)
