"""The comparison rules as people read them: fields with what each rule hides, words with their meaning. No Qt here."""

from dataclasses import dataclass

from sqlalchemy import Connection

from clubos_desktop.diff.fieldrules import ALLOWED, MEMBER_STATUSES, REGISTRATION_STATUSES
from clubos_desktop.diff.kinds import KINDS
from clubos_desktop.diff.rules import RuleSet
from clubos_desktop.findings import noise, ruling
from clubos_desktop.findings.compared import Compared
from clubos_desktop.findings.naming import label_of
from clubos_desktop.findings.noise import Noise
from clubos_desktop.findings.ruling import FieldEffect, Sample, WordUse
from clubos_desktop.model.differences import Kind
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.fields import DOMAIN_LABELS
from clubos_desktop.store import views
from clubos_desktop.sync import rulebook
from ui.words import count, number, shorten

KIND_NAMES = {
    "exact": "To the letter",
    "blanks": "But for blanks",
    "text": "But for blanks and capitals",
    "name": "As a name",
    "name_without_accents": "As a name, accents do not count",
    "letters": "Letters and digits alone",
    "email": "As an e-mail address",
    "phone": "As a phone number",
    "postal": "As a postal address",
    "digits": "Digits alone",
    "day": "The day alone",
    "month": "The month alone",
    "unimportant": "Not compared: the club does not mind",
}
"""Every kind of rule in few words; ``KINDS`` says the whole sentence."""

TABLES = {
    "legacy_status": "Member's status in Wild Apricot",
    "clubos_status": "Member's status in ClubOS",
    "levels": "Level in Wild Apricot, tier in ClubOS",
    "legacy_registration": "Registration's status in Wild Apricot",
    "clubos_registration": "Registration's status in ClubOS",
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field, its rule, and what the rule does now."""

    domain: Domain
    field: str
    kind: str
    hides: int
    differs: int
    noise: str = ""

    @property
    def title(self) -> str:
        """For example "Members: Phone"."""
        return f"{DOMAIN_LABELS[self.domain]}: {label_of(self.domain, self.field)}"


@dataclass(frozen=True, slots=True)
class RuleView:
    """Everything the page shows. ``versions`` counts the versions of the rules."""

    rules: RuleSet
    fields: tuple[FieldRow, ...]
    words: tuple[WordUse, ...]
    tiers: tuple[str, ...]
    versions: int

    @property
    def hidden(self) -> int:
        """How many differences the rules hide in all."""
        return sum(row.hides for row in self.fields)

    @property
    def unmapped(self) -> int:
        """Words without a meaning in the other system."""
        return sum(not use.mapped for use in self.words)


def read_rules(conn: Connection) -> RuleView:
    """Read it. Counting the words walks all records: not for the screen's thread in large clubs."""
    rules = rulebook.of_club(conn)
    hidden: dict[tuple[Domain, str, Kind], int] = {}
    for each in views.counts(conn):
        place = (each.domain, each.field, each.kind)
        hidden[place] = hidden.get(place, 0) + each.n
    moved = noise.floor(conn, rules, (Side.LEGACY,))
    fields = tuple(
        FieldRow(
            domain,
            field,
            rules.kind(domain, field),
            hidden.get((domain, field, Kind.IGNORED), 0),
            hidden.get((domain, field, Kind.CHANGED), 0),
            _noise(moved, domain, field),
        )
        for domain, of in ALLOWED.items()
        for field in of
    )
    words = ruling.words(conn, rules)
    tiers = tuple(dict.fromkeys(ruling.tiers(conn)))
    return RuleView(rules, fields, words, tiers, len(ruling.history(conn)))


def _noise(moved: tuple[Noise, ...], domain: Domain, field: str) -> str:
    """How many values of Wild Apricot moved by themselves between its last two copies; "" where that is not known."""
    found = next((each for each in moved if (each.domain, each.field) == (domain, field)), None)
    return "" if found is None else f"{number(found.moved)} of {number(found.looked)}"


def compared_lines(row: Compared) -> list[str]:
    """How often a field is filled in both systems, and both values of some records."""
    lines = [f"Filled in Wild Apricot: {number(row.filled[0])} of {number(row.looked[0])} looked at."]
    if row.clubos:
        lines.append(f"Filled in ClubOS: {number(row.filled[1])} of {number(row.looked[1])} looked at.")
    else:
        lines.append("ClubOS's interface does not show it: it cannot be compared. The copy and Records keep it.")
    for mine, other in row.samples:
        shown = shorten(mine or "(empty)", 60)
        lines.append(
            f"For example: {shown} / {shorten(other or '(empty)', 60)}" if row.clubos else f"For example: {shown}"
        )
    return lines


def kinds_of(row: FieldRow) -> list[tuple[str, str]]:
    """The kinds of rule that fit a field: (words, kind)."""
    return [(KIND_NAMES[kind], kind) for kind in ALLOWED[row.domain][row.field]]


def whole(kind: str) -> str:
    """The rule as a sentence."""
    return f"Equal when {KINDS[kind].label}."


def meanings_of(use: WordUse, tiers: tuple[str, ...]) -> list[str]:
    """What a word may mean."""
    if use.table == "levels":
        return list(tiers)
    return list(MEMBER_STATUSES if use.table.endswith("_status") else REGISTRATION_STATUSES)


def spoken(word: str) -> str:
    """A word in its small form as people read it: "pending_new" is "Pending new"."""
    return word.replace("_", " ").capitalize()


def effect_lines(found: tuple[FieldEffect, ...]) -> tuple[str, list[str]]:
    """What other rules would do: a sentence and samples."""
    changing = [each for each in found if each.changes]
    if not changing:
        return "This changes nothing in what is copied now.", []
    parts, samples = [], []
    for each in changing:
        label = label_of(each.domain, each.field).lower()
        fewer = each.differs[0] - each.differs[1]
        verb = f"{count(fewer, 'difference')} fewer" if fewer >= 0 else f"{count(-fewer, 'difference')} more"
        parts.append(
            f"{DOMAIN_LABELS[each.domain]}, {label}: {verb}; the rule hides {number(each.hidden[1])} "
            f"instead of {number(each.hidden[0])}."
        )
        samples += [f"Would be equal: {_sample(one)}" for one in each.hides]
        samples += [f"Would differ: {_sample(one)}" for one in each.shows]
    return " ".join(parts), samples[:4]


def _sample(one: Sample) -> str:
    return f"{shorten(one.who, 40)}: {shorten(one.legacy or '(empty)', 60)} / {shorten(one.clubos or '(empty)', 60)}"
