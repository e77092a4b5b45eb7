"""Evidence days; proof that members do not get in yet; groups who may look, and what they say."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from clubos_desktop.model.registers import Entry, Noted, Phase
from clubos_desktop.model.time import day_of, spell
from clubos_desktop.verification import daily, weekly
from clubos_desktop.verification.acts import inviting, lines
from clubos_desktop.verification.acts.entering import past
from clubos_desktop.verification.lists.people import day_field, today
from clubos_desktop.verification.lists.sheet import YES, Column, Doing, Field, Form, Kind, Row, Sheet, View, plain
from clubos_desktop.verification.registers import phases
from clubos_desktop.verification.registers.known import began, bodies
from clubos_desktop.verification.words import counted, of


def _days(view: View) -> tuple[Row, ...]:
    rows = []
    for each in reversed(daily.days(view.known.kept, view.known.at, view.zone)):
        body = each.body
        word = "no evidence" if body is None else body.verdict.capitalize() if each.chained else "does not follow"
        cells = {
            "day": spell(each.day),
            "passed": "" if body is None else f"{len(body.passed)} of 5",
            "state": word,
            "check": "" if body is None else body.sha256[:8],
        }
        tone = "problem" if body is None or not each.chained else "good"
        rows.append(Row(each.day, cells, tone, (), () if each.entry is None else (each.entry,)))
    return tuple(rows)


def _days_words(_view: View, rows: tuple[Row, ...]) -> str:
    holes = sum(row.cells["state"] == "no evidence" for row in rows)
    return f"{counted(len(rows) - holes, 'day')} sealed, {counted(holes, 'hole')}."


DAYS = Sheet(
    "days",
    "Evidence days",
    "Each day on which something was judged is sealed and chained to the day before. A missing day stays a hole.",
    (
        Column("day", "Day", 160),
        Column("passed", "Gates passed", 130),
        Column("state", "Verdict", stretch=1),
        Column("check", "Check number", 140, least=1),
    ),
    _days,
    _days_words,
    empty="No day is sealed yet; the first copy does it.",
)


def _weeks(view: View) -> tuple[str, ...]:
    """The Mondays of Shadow and Pilot up to now, oldest first; in these weeks no member gets into ClubOS."""
    if view.known.complete is None:
        return ()
    opened = began(view.known, Phase.PARALLEL)
    week, last = weekly.monday(view.known.complete, view.zone), weekly.monday(opened or view.known.at, view.zone)
    found = []
    while week <= last:
        found.append(week)
        week = (date.fromisoformat(week) + timedelta(days=7)).isoformat()
    return tuple(found)


def _access(view: View) -> tuple[Row, ...]:
    looks = bodies(view.known.kept, "access", Noted)
    rows = []
    for week in reversed(_weeks(view)):
        end = (date.fromisoformat(week) + timedelta(days=7)).isoformat()
        mine = [(entry, body.cells) for entry, body in looks if week <= body.cells["day"] < end]
        cells = mine[-1][1] if mine else {}
        shut = all(found["ok"] == "yes" for _, found in mine)
        word = "nobody gets in" if mine and shut else "somebody got in" if mine else "not looked at"
        said = {"week": f"Week of {spell(week)}", "state": word, "how": cells.get("how", "")}
        tone = "good" if mine and shut else "problem" if mine else "needs"
        rows.append(Row(week, said, tone, (("Note", cells["note"]),) if cells.get("note") else (), _entries(mine)))
    return tuple(rows)


def _entries(mine: Sequence[tuple[Entry, object]]) -> tuple[Entry, ...]:
    return tuple(entry for entry, _ in mine)


def _looked(doing: Doing) -> Entry:
    cells = dict(doing.values) | {"day": past(doing["day"], doing.database, doing.view.zone)}
    return lines.note(doing.database, doing.actor, "access", cells, act="looked")


_HOW = (
    "Opened ClubOS's address in a private window and tried to get in",
    "Asked who runs ClubOS for its list of accounts",
)

ACCESS = Sheet(
    "access",
    "Members cannot get in yet",
    "In Shadow and Pilot nobody but operators gets into ClubOS. Somebody tries it once a week and says how.",
    (Column("week", "Week", 220), Column("state", "Found", 160), Column("how", "How", stretch=1, least=1)),
    _access,
    lambda _view, rows: (
        f"{of(sum(row.tone != 'needs' for row in rows), len(rows))} weeks were looked at; in "
        f"{sum(row.tone == 'problem' for row in rows)} somebody got in."
    ),
    (
        Form(
            "look",
            "I tried it",
            _looked,
            lambda view, row: (
                *day_field(view, row),
                Field("how", "How", Kind.CHOICE, tuple((way, way) for way in _HOW)),
                Field("ok", "Was everything closed?", Kind.CHOICE, YES),
                Field("note", "What was open", needed=False),
            ),
        ),
    ),
    empty="The weeks begin with the first complete copy of both systems.",
)


def _groups(view: View) -> tuple[Row, ...]:
    newest = {entry.item: (entry, body.cells) for entry, body in bodies(view.known.kept, "group", Noted)}
    return tuple(_group(view, entry, cells) for entry, cells in newest.values())


def _group(view: View, entry: Entry, said: Mapping[str, str]) -> Row:
    count, differ = int(said["count"]), int(said["differ"])
    words = {"level": "level", "letters": "last names", "lot": "by lot"}
    shown = {
        "name": said["name"],
        "chosen": f"{words[said['way']]} {said['what']}",
        "count": f"{count:,}",
        "same": of(count - differ, count),
        "day": spell(said["day"]),
    }
    facts = (
        ("Without any difference", f"{of(count - differ, count)}, looked at {spell(day_of(entry.at, view.zone))}"),
        ("Seed of the lot", said.get("seed", "") if said["way"] == "lot" else ""),
        ("Check number", said["sha256"][:8]),
    )
    history = tuple(each for each in view.known.kept.of("group") if each.item == entry.item)
    more = tuple(fact for fact in facts if fact[1])
    return Row(entry.item, shown, "needs" if differ else "good", more, history)


def _again(doing: Doing) -> Entry:
    entries = bodies(doing.view.known.kept, "group", Noted)
    cells = [body.cells for entry, body in entries if entry.item == doing.item][-1]
    return inviting.group(doing.database, doing.actor, cells, item=doing.item)


def _invite(doing: Doing) -> Entry:
    cells = dict(doing.values) | {"day": past(doing["day"], doing.database, doing.view.zone)}
    return inviting.group(doing.database, doing.actor, cells)


_WAYS = (("level", "a membership level"), ("letters", "first letters of last names"), ("lot", "so many by lot"))

GROUPS = Sheet(
    "groups",
    "Members who may look",
    "In the parallel run groups of members may look at ClubOS, one after the other. Wild Apricot stays in charge.",
    (
        Column("name", "Group", stretch=2),
        Column("chosen", "Chosen by", stretch=1),
        Column("count", "Members", 100, number=True),
        Column("same", "Without a difference", 190, least=1),
        Column("day", "Invited", 130, least=1),
    ),
    _groups,
    lambda view, rows: (
        f"{counted(sum(int(row.cells['count'].replace(',', '')) for row in rows), 'member')} in "
        f"{counted(len(rows), 'group')}."
        + (" Members may look from the parallel run on." if phases.present(view.known) in phases.ORDER[:2] else "")
    ),
    (
        Form(
            "invite",
            "Invite a group",
            _invite,
            lambda view, row: (
                Field("name", "What the group is called"),
                Field("way", "How it is chosen", Kind.CHOICE, _WAYS),
                Field("what", "Which", hint="The level's name, letters like A-F, or how many."),
                Field("seed", "Seed of the lot", needed=False, hint="Any word: the same word draws the same people."),
                *day_field(view, row),
            ),
        ),
        Form("again", "Look again who differs", _again, on_row=True),
    ),
    empty="No group was invited yet.",
)


def _feedback(view: View) -> tuple[Row, ...]:
    newest = {entry.item: (entry, body.cells) for entry, body in bodies(view.known.kept, "feedback", Noted)}
    rows = []
    for item, (entry, cells) in reversed(newest.items()):
        answered = cells.get("answer", "")
        said = {
            "text": cells["text"],
            "group": cells.get("group", ""),
            "day": spell(cells["day"]),
            "state": "answered" if answered else "waits",
        }
        more = (("Answer", answered),) if answered else ()
        rows.append(Row(item, said, "good" if answered else "needs", more, (entry,)))
    return tuple(rows)


def _said(doing: Doing) -> Entry:
    cells = dict(doing.values) | {"day": past(doing["day"], doing.database, doing.view.zone)}
    return lines.note(doing.database, doing.actor, "feedback", cells)


def _answer(doing: Doing) -> Entry:
    entries = bodies(doing.view.known.kept, "feedback", Noted)
    cells = dict([body.cells for entry, body in entries if entry.item == doing.item][-1])
    return lines.note(doing.database, doing.actor, "feedback", cells | {"answer": doing["answer"]}, item=doing.item)


FEEDBACK = Sheet(
    "feedback",
    "What members say",
    "What those who may look at ClubOS noticed, and what they were answered.",
    (
        Column("text", "What was said", stretch=3),
        Column("group", "Group", stretch=1, least=1),
        Column("day", "Day", 130),
        Column("state", "State", 120),
    ),
    _feedback,
    lambda _view, rows: (
        f"{counted(len(rows), 'word', 'words')} of members, {sum(row.tone == 'needs' for row in rows)} wait for an "
        "answer."
    ),
    (
        Form(
            "add",
            "Enter what was said",
            _said,
            lambda view, _row: (
                Field("text", "What was said", Kind.LONG),
                Field("group", "Which group", needed=False),
                Field("day", "On which day", Kind.DAY, value=today(view)),
            ),
            files=True,
        ),
        Form("answer", "Answer it", _answer, plain(Field("answer", "What was answered", Kind.LONG)), on_row=True),
    ),
    empty="Nobody has said anything yet.",
)
