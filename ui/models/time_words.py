"""Times in both systems, and missing registrations, in words. No Qt in here."""

from clubos_desktop.diff.walls import SHIFT_WORDS, TRAIT_WORDS, Shown
from clubos_desktop.findings.missing import SENTENCES, Account, Missing
from clubos_desktop.findings.times import TimeRow, Times
from clubos_desktop.model.domains import Side
from clubos_desktop.model.fields import SIDE_LABELS
from ui.models.rows import Column
from ui.places import Fold
from ui.tone import Tone
from ui.words import count, number


def times_heading(found: Times) -> tuple[str, str]:
    """The answer above the table, and the line of why."""
    delicate = sum(row.walls.delicate for row in found.rows)
    if not found.compared:
        return "No event is in both systems yet.", "Times are compared once events were copied from both."
    why = (
        f"{count(found.compared, 'time')} of events in both systems were compared; "
        f"{number(delicate)} lie around a clock change or midnight and are always listed."
    )
    if not found.differing:
        return "Every time is the same moment in both systems.", why
    return f"{count(len(found.differing), 'time')} of events {_are(len(found.differing))} not the same moment.", why


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def utc(shown: Shown) -> str:
    """An instant in UTC, to the minute."""
    return f"{shown.instant[:10]} {shown.instant[11:16]}"


def moved(row: TimeRow) -> str:
    """How ClubOS's time relates, in one word or span."""
    minutes = row.walls.minutes
    if not row.differs:
        return "The same"
    days, rest = divmod(abs(minutes), 1440)
    hours, left = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (left, "min")) if n]
    return f"{' '.join(parts)} {'later' if minutes > 0 else 'earlier'}"


TIME_COLUMNS: tuple[Column[TimeRow], ...] = (
    Column("ClubOS is", moved, width=140, tone=lambda row: Tone.PROBLEM if row.differs else Tone.GOOD),
    Column("Event", lambda row: f"{row.title} ({row.field})", stretch=4, strong=True),
    Column("Wild Apricot shows", lambda row: row.walls.legacy.wall, width=150, least=Fold.SYMBOLS),
    Column("ClubOS shows", lambda row: row.walls.clubos.wall, width=150, least=Fold.SYMBOLS),
)


def time_facts(row: TimeRow) -> dict[str, str]:
    """Both systems' wall time, zone and UTC."""
    facts = {}
    for name, shown in (("Wild Apricot", row.walls.legacy), ("ClubOS", row.walls.clubos)):
        facts[f"{name} shows"] = shown.wall
        facts[f"Zone of {name}"] = f"{shown.zone}, {shown.offset}"
        facts[f"{name} in UTC"] = utc(shown)
    facts["ClubOS is"] = f"{moved(row).lower()}: {SHIFT_WORDS[row.walls.shift]}" if row.differs else "the same moment"
    if row.all_day:
        facts["Lasts"] = "all day: only the day counts"
    if row.walls.traits:
        facts["Look out"] = ", ".join(TRAIT_WORDS[trait] for trait in row.walls.traits)
    return facts


def missing_heading(account: Account) -> tuple[str, str]:
    """The answer above the list, and the account."""
    name, other = SIDE_LABELS[account.side], SIDE_LABELS[account.side.other]
    listed = sum(reason.n for reason in account.reasons)
    whole = f"{number(account.fetched)} copied = {number(account.paired)} in both + {number(listed)} with a reason."
    if not account.fetched:
        return f"No registration was copied from {name} yet.", "They come with the first copy."
    if not account.balanced:
        return "A registration has no reason.", f"{whole} The sum does not fit: tell the makers of this program."
    if not listed:
        return f"Every registration of {name} is in {other}.", whole
    return f"{count(listed, 'registration')} of {name} {_are(listed)} not in {other}, each with a reason.", whole


def cause(row: Missing) -> str:
    """What causes it: the name of a member or an event."""
    return row.cause_name or row.cause or "–"


MISSING_COLUMNS: tuple[Column[Missing], ...] = (
    Column("Who and what", lambda row: row.who, stretch=3, strong=True),
    Column("Why it is missing", lambda row: SENTENCES[row.reason][:1].upper() + SENTENCES[row.reason][1:], stretch=4),
    Column("Because of", cause, stretch=2, least=Fold.SIDE_BY_SIDE),
)

SHORT = {
    "guest": "Guests",
    "superseded": "Replaced by a later one",
    "no_member": "Member not in the copy",
    "member_gone": "Member no longer there",
    "member_archived": "Member archived",
    "member_suggested": "Member to pair",
    "member_lone": "Member only here",
    "no_event": "Event not in the copy",
    "event_gone": "Event no longer there",
    "event_suggested": "Event to pair",
    "event_lone": "Event only here",
    "cancelled": "Cancelled",
    "twice": "Held once, paired with another",
    "not_there": "Both there, registration not",
}
"""The reasons as the filters say them."""

REMEDY = {
    "guest": "ClubOS keeps no guests. Nothing can be done here; they are counted as not comparable.",
    "superseded": "Nothing is to be done: the newer registration is compared.",
    "no_member": "Copy everything, so that the member comes too.",
    "member_gone": "The member is no longer in this system. See the history of the member.",
    "member_archived": "Bring the member into ClubOS, or leave it: an archived member needs no registration there.",
    "member_suggested": "Say on Differences whether the two members belong together; then it is compared.",
    "member_lone": "Bring the member into the other system, or pair it on Differences; then it is compared.",
    "no_event": "Copy everything, so that the event comes too.",
    "event_gone": "The event is no longer in this system.",
    "event_suggested": "Say on Differences whether the two events belong together; then these are compared.",
    "event_lone": "Bring the event into the other system, or pair it on Differences; then these are compared.",
    "cancelled": "Nothing is to be done: the other system does not keep cancelled ones.",
    "twice": "The other system holds one registration of this person at this event. Look at both.",
    "not_there": "Register the person in the other system, by hand; the next copy finds it.",
}
"""What helps against each reason."""


def missing_facts(row: Missing, side: Side) -> dict[str, str]:
    """All that is known of a missing registration."""
    return {
        "Why": SENTENCES[row.reason],
        "Because of": cause(row),
        "What helps": REMEDY[row.reason],
        f"Number in {SIDE_LABELS[side]}": row.key,
    }
