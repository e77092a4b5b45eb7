"""What the board does: votes, reviews, the criteria it locks, the phases, the weekly judgement."""

from pathlib import Path

from clubos_desktop.errors import InputError
from clubos_desktop.model.registers import Ballot, Entry, Phase
from clubos_desktop.model.time import day_of, spell, wall
from clubos_desktop.verification import weekly
from clubos_desktop.verification.acts import board
from clubos_desktop.verification.acts import motions as held
from clubos_desktop.verification.acts.entering import prove
from clubos_desktop.verification.limits import plain as figure
from clubos_desktop.verification.lists.people import today
from clubos_desktop.verification.lists.sheet import Column, Doing, Field, Form, Kind, Row, Sheet, View, plain
from clubos_desktop.verification.registers import attest, criteria, decided, motions, phases
from clubos_desktop.verification.registers.known import locked, moved
from clubos_desktop.verification.words import counted

BALLOTS = (
    (Ballot.CUTOVER.value, "the switch to ClubOS"),
    (Ballot.CRITERIA.value, "the criteria"),
    (Ballot.ROLLBACK.value, "going back"),
    (Ballot.RATIFICATION.value, "a return that began in an emergency"),
)


def _votes(view: View) -> tuple[Row, ...]:
    rows = []
    revoked = {entry.item: entry for entry in view.known.kept.of("vote", "revoked")}
    for entry, vote in reversed(decided.votes(view.known)):
        why = decided.void(view.known, entry, vote)
        cells = {
            "motion": vote.motion,
            "ballot": dict(BALLOTS)[vote.ballot.value],
            "day": spell(vote.day),
            "count": f"{vote.for_} to {vote.against}, {vote.abstain} abstained",
            "state": "counts" if not why else "does not count",
        }
        more = (
            ("Does not count because", " ".join(why)),
            ("Quorum", f"{vote.present} there, {vote.quorum} needed"),
            ("Counts until", spell(vote.expires)),
            ("Minority", vote.dissent),
            ("Pack", vote.pack[:8]),
            ("Minutes", vote.minutes[:8]),
            ("In ClubOS", motions.said(view.known, entry, vote)),
        )
        history = (entry, revoked[entry.item]) if entry.item in revoked else (entry,)
        facts = tuple(each for each in more if each[1])
        rows.append(Row(entry.item, cells, "problem" if why else "good", facts, history))
    return tuple(rows)


_NO_PACK = "Not needed for a vote on the criteria, or on a return that began in an emergency."


def _vote_fields(view: View, _row: Row | None) -> tuple[Field, ...]:
    packs = tuple((each.sha256, f"{each.purpose}, {wall(each.at, view.zone)}") for each in reversed(view.known.packs))
    motion = criteria.motion(view.known.limits, view.known.criteria) if not locked(view.known) else ""
    return (
        Field("ballot", "About what", Kind.CHOICE, BALLOTS, value="criteria" if motion else "cutover"),
        Field("motion", "The motion, word for word", Kind.LONG, value=motion),
        Field("day", "On which day", Kind.DAY, value=today(view)),
        Field("for", "Votes for", Kind.NUMBER),
        Field("against", "Votes against", Kind.NUMBER, value="0"),
        Field("abstain", "Abstained", Kind.NUMBER, value="0"),
        Field("quorum", "How many must be there", Kind.NUMBER),
        Field("expires", "Counts until", Kind.DAY),
        Field("minutes", "The signed minutes", Kind.FILE),
        Field("pack", "The pack that was voted on", Kind.CHOICE, packs, _NO_PACK, needed=False),
        Field("dissent", "What the minority wants noted", needed=False),
    )  # fmt: skip


def _vote(doing: Doing) -> Entry:
    person, pin = doing.signed
    return board.vote(
        doing.database,
        person,
        pin,
        ballot=Ballot(doing["ballot"]),
        motion=doing["motion"],
        day=doing["day"],
        count=(doing.number("for"), doing.number("against"), doing.number("abstain")),
        quorum=doing.number("quorum"),
        expires=doing["expires"],
        minutes=Path(doing["minutes"]),
        pack=doing["pack"],
        dissent=doing["dissent"],
    )


_NONE = "none"


def _motions(view: View, row: Row | None) -> tuple[Field, ...]:
    """The motions that ClubOS held when it was asked last, those of the vote's day first; or none of them."""
    found = motions.read(view.known)
    day = "" if row is None else row.cells["day"]
    every = () if found is None else found[1].motions
    near = sorted(every, key=lambda each: (spell(each.day) != day, each.day, each.number))
    options = tuple((each.id, f"Motion {each.number} of {spell(each.day)}: {each.text[:60]}") for each in near)
    return (Field("motion", "Which motion", Kind.CHOICE, (*options, (_NONE, "None: it was not recorded in ClubOS"))),)


VOTES = Sheet(
    "votes",
    "Votes of the board",
    "Nothing but a recorded vote opens the switch. A vote is bound to its pack and its minutes, and runs out.",
    (
        Column("motion", "Motion", stretch=3),
        Column("ballot", "About", 150, least=1),
        Column("day", "Day", 120),
        Column("count", "Votes", 170, least=1),
        Column("state", "State", 130),
    ),
    _votes,
    lambda _view, rows: f"{counted(sum(row.tone == 'good' for row in rows), 'vote')} of {len(rows)} counts.",
    (
        Form("record", "Record a vote", _vote, _vote_fields, signs=True),
        Form(
            "link",
            "Say which motion of ClubOS it is",
            lambda d: held.link(d.database, *d.signed, d.item, d["motion"].removeprefix(_NONE)),
            _motions,
            on_row=True,
            signs=True,
            about="Where the board also votes in ClubOS, both must say the same.",
        ),
        Form(
            "revoke",
            "The board takes it back",
            lambda d: board.revoke(d.database, *d.signed, d.item, d["reason"]),
            plain(Field("reason", "Why")),
            on_row=True,
            signs=True,
        ),
    ),
    ("G4.1",),
    "No vote is recorded yet.",
)


def _limits(view: View) -> tuple[Row, ...]:
    return tuple(
        Row(
            each.key,
            {"label": each.label, "limit": each.text, "source": each.limit.source, "against": each.against},
            "",
            (("Another document says", each.against),) if each.against else (),
        )
        for each in view.known.limits.settings
    )


def _lock_words(view: View, _rows: tuple[Row, ...]) -> str:
    lock = attest.lock(view.known)
    if lock is None:
        return "Trial weeks: they do not count yet."
    said = f"Locked by the board on {wall(lock.since, view.zone)}."
    changes = f" {counted(len(lock.changes), 'change')} since, by the board." if lock.changes else ""
    return said + changes + ("" if lock.holds else " Something was changed without the board: Gate 4 is closed.")


def _criteria_votes(view: View) -> tuple[tuple[str, str], ...]:
    found = decided.votes(view.known, Ballot.CRITERIA)
    good = [(entry, vote) for entry, vote in found if not decided.void(view.known, entry, vote)]
    return tuple((entry.item, f"Vote {entry.item} of {spell(vote.day)}") for entry, vote in reversed(good))


def _lock_fields(view: View, _row: Row | None) -> tuple[Field, ...]:
    return (Field("vote", "By which vote", Kind.CHOICE, _criteria_votes(view), "Record the vote on the motion first."),)


def _change_fields(view: View, row: Row | None) -> tuple[Field, ...]:
    now = next((each for each in view.known.limits.settings if row and each.key == row.item), None)
    value = figure(now.limit.value).replace(",", "") if now else ""
    limit = Field("value", f"New limit: {now.label}" if now else "New limit", value=value)
    return (limit, *(_lock_fields(view, row) if locked(view.known) else ()))


def _change(doing: Doing) -> Entry | None:
    try:
        value = float(doing["value"])
    except ValueError as error:
        raise InputError(
            f"“{doing['value']}” is not a limit. Nothing was changed.", remedy="Write it like 0.5.", code="limit"
        ) from error
    if locked(doing.view.known):
        return board.change_criteria(doing.database, *doing.signed, doing["vote"], {doing.item: value})
    board.set_limits(doing.database, prove(doing.database, *doing.signed), {doing.item: value})
    return None


CRITERIA = Sheet(
    "criteria",
    "Limits",
    "What the checks are held to, and where each number comes from. Every period begins when the board locks them.",
    (
        Column("label", "What", stretch=3),
        Column("limit", "Limit", 170),
        Column("source", "From", stretch=2, least=1),
        Column("against", "Another document says", stretch=2, least=3),
    ),
    _limits,
    _lock_words,
    (
        Form(
            "lock",
            "Lock the limits",
            lambda d: board.lock_criteria(d.database, *d.signed, d["vote"]),
            _lock_fields,
            signs=True,
            send="Lock the limits",
            about="From then on every change needs a vote and stands in red in all packs.",
        ),
        Form("change", "Another limit", _change, _change_fields, on_row=True, signs=True),
    ),
    ("G4.4",),
)


def _phases(view: View) -> tuple[Row, ...]:
    now = phases.present(view.known)
    moves = moved(view.known.kept)
    standing = None if view.readiness is None else phases.standing(view.known, view.readiness)
    rows = []
    for n, phase in enumerate(phases.ORDER, 1):
        mine = [(entry, move) for entry, move in moves if move.phase is phase]
        begun = phases.since(view.known) if phase is Phase.SHADOW else (mine[-1][0].at if mine else None)
        place = phases.ORDER.index(phase) - phases.ORDER.index(now)
        cells = {
            "phase": f"{n}  {phases.NAMES[phase]}",
            "state": "now" if place == 0 else "over" if place < 0 else "to come",
            "began": spell(day_of(begun, view.zone)) if begun and place <= 0 else "",
            "planned": spell(mine[-1][1].until) if mine and mine[-1][1].until else "",
        }
        more = [
            ("Allows", phases.ALLOWS[phase]),
            *phases.GUARDS,
            *(("Because", move.reason) for _, move in mine if move.reason),
        ]
        if standing is not None and standing.following is phase:
            more.append(("Still needs", "\n".join(standing.missing) or "nothing"))
        tone = "way" if place == 0 else "good" if place < 0 else "unmeasured"
        rows.append(Row(phase.value, cells, tone, tuple(more), tuple(entry for entry, _ in mine)))
    return tuple(rows)


def _phase_words(view: View, _rows: tuple[Row, ...]) -> str:
    if view.readiness is None:
        return f"Now: {phases.NAMES[phases.present(view.known)]}."
    standing = phases.standing(view.known, view.readiness)
    return f"{standing.label}."


def _move(doing: Doing) -> Entry:
    person, pin = doing.signed
    until, reason = doing["until"] or None, doing["reason"]
    return board.move(doing.database, person, pin, Phase(doing.item), until=until, reason=reason)


PHASES = Sheet(
    "phases",
    "Phases",
    "A phase begins by a signed act, never by a date. Going back to an earlier one needs a reason.",
    (
        Column("phase", "Phase", stretch=1),
        Column("state", "State", 110),
        Column("began", "Began", 130),
        Column("planned", "Planned until", 140, least=1),
    ),
    _phases,
    _phase_words,
    (
        Form(
            "begin",
            "Begin this phase",
            _move,
            plain(
                Field("until", "Planned until", Kind.DAY, needed=False),
                Field("reason", "Why, when it goes back", needed=False),
            ),
            on_row=True,
            signs=True,
            send="Begin this phase",
        ),
    ),
)


def _weeks(view: View) -> tuple[Row, ...]:
    rows = []
    for each in reversed(weekly.weeks(view.known.kept, view.known.at, view.zone)):
        trend = f"{each.step:+d}" if each.step else "as before"
        cells = {
            "week": f"Week of {spell(each.week)}",
            "passed": f"{len(each.passed)} of 5" if each.entry else "not judged",
            "trend": trend if each.entry else "",
            "verdict": each.verdict.capitalize() if each.entry else "missed",
        }
        tone = "problem" if each.entry is None or each.step < 0 else "good"
        facts = (("Gates passed", ", ".join(map(str, each.passed)) or "none"),) if each.entry else ()
        rows.append(Row(each.week, cells, tone, facts, (each.entry,) if each.entry else ()))
    return tuple(rows)


def _weeks_words(view: View, rows: tuple[Row, ...]) -> str:
    missed = sum(row.cells["verdict"] == "missed" for row in rows)
    now = (
        "This week is not judged yet."
        if weekly.due(view.known.kept, view.known.at, view.zone)
        else "This week is sealed."
    )
    return f"{counted(len(rows) - missed, 'week')} sealed, {missed} missed. {now}"


WEEKS = Sheet(
    "weeks",
    "Weekly judgement",
    "The gates are judged in every week of the club's calendar and sealed. A missed week stays a hole.",
    (
        Column("week", "Week", 220),
        Column("passed", "Gates passed", 130),
        Column("trend", "Against the week before", 190),
        Column("verdict", "Verdict", stretch=1),
    ),
    _weeks,
    _weeks_words,
    (),
    (),
    "No week is sealed yet; the first copy does it.",
)
