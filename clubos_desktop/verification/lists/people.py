"""Operators, their training, their tasks, and the people to call."""

from clubos_desktop.model.people import Person
from clubos_desktop.model.records import Day
from clubos_desktop.model.registers import Entry, Noted, Trained
from clubos_desktop.model.time import day_of, spell, wall
from clubos_desktop.verification.acts import lines, pilots
from clubos_desktop.verification.acts import people as acts
from clubos_desktop.verification.acts.entering import need
from clubos_desktop.verification.lists.sheet import YES, Column, Doing, Field, Form, Kind, Row, Sheet, View, plain, same
from clubos_desktop.verification.registers.known import after, bodies
from clubos_desktop.verification.registers.operators import (
    CONTACT_ROLES,
    MEANING,
    Operator,
    Reach,
    contacts,
    operators,
    roster,
)
from clubos_desktop.verification.registers.training import MODULES, TASKS
from clubos_desktop.verification.words import counted, of


def today(view: View) -> Day:
    """The club day of the view's moment."""
    return day_of(view.known.at, view.zone)


def day_field(view: View, _row: Row | None = None) -> tuple[Field, ...]:
    """The day on which it was; today at first."""
    return (Field("day", "On which day", Kind.DAY, value=today(view)),)


def _person(doing: Doing, item: str) -> Person:
    return next(each for each in doing.view.people if str(each.id) == item)


def _team(view: View) -> tuple[tuple[Operator, str], ...]:
    return tuple((each, view.name(f"person:{each.person}")) for each in operators(view.known.kept))


_PILOT = {"": "everybody does, until somebody is chosen", "yes": "yes", "no": "no, practises on a copy"}


def _operators(view: View) -> tuple[Row, ...]:
    return tuple(_operator(view, each, name) for each, name in _team(view))


def _operator(view: View, each: Operator, name: str) -> Row:
    alone, ends = (
        len(each.tasks("", alone=True)),
        each.signed and after(each.signed.at, view.known.limits.value("sign_days")),
    )
    counts = bool(ends and ends > view.known.at)
    whole = counts and len(each.trained) == len(MODULES) and alone == len(TASKS)
    cells = {
        "name": name,
        "trained": of(len(each.trained), len(MODULES)),
        "alone": of(alone, len(TASKS)),
        "felt": " → ".join(map(str, each.felt)),
        "signed": f"until {spell(day_of(ends, view.zone))}" if ends and counts else "run out" if ends else "no",
    }
    entries = view.known.kept.of("operator")
    mine = tuple(entry for entry in entries if entry.item == str(each.person))
    lines = (
        ("Tasks tried", counted(len(each.done), "time")),
        ("Last task", wall(each.done[-1][0].at, view.zone) if each.done else "none yet"),
        ("Sure before", f"{each.felt[0]} of 5" if each.felt else "not said"),
        ("Sure now", f"{each.felt[-1]} of 5" if each.felt else "not said"),
        ("In the pilot", _PILOT[roster(view.known.kept).get(str(each.person), "")]),
        ("Signs", MEANING),
    )
    return Row(str(each.person), cells, "good" if whole else "needs", lines, mine)


def _nobody_yet(view: View, _row: Row | None) -> tuple[Field, ...]:
    there = {each.person for each in operators(view.known.kept)}
    free = tuple((str(each.id), each.name) for each in view.people if each.active and each.id not in there)
    return (Field("person", "Who", Kind.CHOICE, free, "People are added under Settings."),)


def _name(doing: Doing) -> Entry:
    return acts.name_operator(doing.database, doing.actor, _person(doing, doing["person"]))


def _leave(doing: Doing) -> Entry:
    return acts.leave(doing.database, doing.actor, _person(doing, doing.item))


OPERATORS = Sheet(
    "operators",
    "Operators",
    "Who works in ClubOS after the switch. Each one learns, does the twelve tasks alone, and signs.",
    (
        Column("name", "Operator", stretch=2),
        Column("trained", "Modules", 100),
        Column("alone", "Tasks alone", 110),
        Column("felt", "How sure, 1 to 5", 130, least=1),
        Column("signed", "Signed", 160),
    ),
    _operators,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} operators are ready.",
    (
        Form("add", "Add an operator", _name, _nobody_yet),
        Form(
            "feel",
            "How sure do you feel?",
            lambda d: acts.feel(d.database, d.actor, _person(d, d.item), d.number("confidence")),
            plain(Field("confidence", "How sure, 1 (not at all) to 5 (quite)", Kind.CHOICE, same(*"12345"))),
            on_row=True,
            about="It blocks nothing; it is printed before and after.",
        ),
        Form(
            "sign",
            "Sign",
            lambda d: acts.sign_off(d.database, *d.signed),
            on_row=True,
            signs=True,
            send="Sign",
            about=f"You sign: “{MEANING}” It can be taken back at any time, without a reason.",
        ),
        Form(
            "pilot",
            "In the pilot or not",
            lambda d: lines.note(d.database, d.actor, "roster", d.values, item=d.item),
            plain(Field("pilot", "Takes part in the pilot", Kind.CHOICE, YES)),
            on_row=True,
            about="Who takes part does real tasks in ClubOS and gets marks; everybody else practises on a copy.",
        ),
        Form(
            "withdraw",
            "Take it back",
            lambda d: acts.withdraw(d.database, *d.signed),
            on_row=True,
            signs=True,
            send="Take it back",
            shown=lambda row: row.cells["signed"] != "no",
        ),
        Form("leave", "No operator any more", _leave, on_row=True),
    ),
    ("S4.12",),
    "No operator is named yet.",
)


def _training(view: View) -> tuple[Row, ...]:
    return tuple(_learnt(each, name, module.id) for each, name in _team(view) for module in MODULES)


def _learnt(each: Operator, name: str, identity: str) -> Row:
    module = next(found for found in MODULES if found.id == identity)
    entry = each.trained.get(identity)
    day = entry.body.day if entry is not None and isinstance(entry.body, Trained) else ""
    cells = {"name": name, "module": module.title, "day": spell(day) if day else "not yet"}
    answers = tuple((f"Answer {n}", text) for n, text in enumerate(module.answers, 1))
    more = (("Check question", module.question), *answers)
    return Row(f"{each.person}:{identity}", cells, "good" if day else "unmeasured", more, (entry,) if entry else ())


def _answers(_view: View, row: Row | None) -> tuple[Field, ...]:
    chosen = row.item.partition(":")[2] if row else ""
    module = next((each for each in MODULES if each.id == chosen), MODULES[0])
    offered = tuple((str(n), text) for n, text in enumerate(module.answers, 1))
    return (Field("answer", module.question, Kind.CHOICE, offered),)


def _train(doing: Doing) -> Entry:
    who, _, module = doing.item.partition(":")
    person = _person(doing, who)
    return acts.train(doing.database, doing.actor, person, module, answer=doing.number("answer"), day=today(doing.view))


TRAINING = Sheet(
    "training",
    "Training",
    "Six modules for each operator, each closed by a check question that was answered rightly.",
    (Column("name", "Operator", 180), Column("module", "Module", stretch=2), Column("day", "Done", 130)),
    _training,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} modules are done.",
    (Form("answer", "Answer the check question", _train, _answers, on_row=True),),
    ("G2.1",),
    "Name an operator first; then the modules stand here.",
)


def _tasks(view: View) -> tuple[Row, ...]:
    given = _marks(view)
    team = _team(view)
    return tuple(
        _task(each, name, task, given.get(f"{each.person}:{task}", "")) for each, name in team for task in TASKS
    )


def _marks(view: View) -> dict[str, str]:
    """The newest mark of each line."""
    return {f"{e.item}:{b.cells['task']}": b.cells["mark"] for e, b in bodies(view.known.kept, "pilot", Noted)}


def _mark(doing: Doing) -> None:
    who, _, task = doing.item.partition(":")
    chosen = roster(doing.view.known.kept)
    need(
        chosen.get(who) == "yes" or (chosen.get(who) != "no" and "yes" not in chosen.values()),
        "This operator does not take part in the pilot. No mark was given.",
        "Let them practise on a copy, or take them into the pilot in the list of operators.",
        "pilot.roster",
    )
    pilots.give(doing.database, doing.actor, who, task)


def _task(each: Operator, name: str, task: str, mark: str) -> Row:
    tries = [(entry, did) for entry, did in each.done if did.task == task]
    alone = [did for _, did in tries if not did.helped]
    how = "alone" if alone else "with help" if tries else "not yet"
    n = sum(did.tries for _, did in tries)
    cells = {"name": name, "task": TASKS[task], "how": how, "tries": str(n) if n else ""}
    more = tuple(("Seen", did.evidence) for _, did in tries)
    more += (
        (("Mark", f"{mark}. Write it into the name, title or description; the next copy finds it."),) if mark else ()
    )
    tone = "good" if alone else "needs" if tries else "unmeasured"
    return Row(f"{each.person}:{task}", cells, tone, more, tuple(entry for entry, _ in tries))


def _did(doing: Doing) -> Entry:
    who, _, task = doing.item.partition(":")
    helped = doing["helped"] == "yes"
    person, seen = _person(doing, who), doing["evidence"]
    return acts.did(
        doing.database, doing.actor, person, task, helped=helped, evidence=seen, tries=doing.number("tries")
    )


TASK_LIST = Sheet(
    "tasks",
    "Tasks in ClubOS",
    "Twelve common tasks for each operator, in ClubOS's own pages. Who asks for help has not passed yet.",
    (
        Column("name", "Operator", 180),
        Column("task", "Task", stretch=2),
        Column("how", "Done", 110),
        Column("tries", "Tries", 70, number=True, least=1),
    ),
    _tasks,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} tasks were done alone.",
    (
        Form(
            "did",
            "Record a try",
            _did,
            plain(
                Field("helped", "Was help asked for?", Kind.CHOICE, YES, "Asking for help counts as not passed."),
                Field("tries", "How many tries", Kind.NUMBER, value="1"),
                Field("evidence", "Where the result is seen", hint="For example: the member's page in ClubOS."),
            ),
            on_row=True,
        ),
        Form("mark", "Give a mark", _mark, on_row=True),
    ),
    ("G2.2", "S4.5"),
    "Name an operator first; then the tasks stand here.",
)


def _contacts(view: View) -> tuple[Row, ...]:
    return tuple(_contact(view, each) for each in contacts(view.known))


def _contact(view: View, each: Reach) -> Row:
    now = view.known.at
    said = f"until {spell(day_of(each.until, view.zone))}" if each.until and each.until > now else ""
    reached = said or ("too long ago" if each.until else "not reached" if each.tested else "not tried yet")
    cells = {"role": each.contact.role, "name": each.contact.name, "reach": each.contact.reach, "reached": reached}
    history = tuple(entry for entry in view.known.kept.of("contact") if entry.item == each.number)
    return Row(each.number, cells, "good" if said else "needs", (), history)


CONTACTS = Sheet(
    "contacts",
    "People to call",
    "Two people for each of operations, board, technology and ClubOS, tried within the last 30 days.",
    (
        Column("name", "Who", stretch=2),
        Column("role", "For", 110),
        Column("reach", "How they are reached", stretch=2),
        Column("reached", "Reached", 170),
    ),
    _contacts,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} people were reached lately.",
    (
        Form(
            "add",
            "Add somebody",
            lambda d: acts.add_contact(d.database, d.actor, d["role"], d["name"], d["reach"]),
            plain(
                Field("role", "For", Kind.CHOICE, same(*CONTACT_ROLES)),
                Field("name", "Who"),
                Field("reach", "How they are reached", hint="A phone number or an address."),
            ),
            files=True,
        ),
        Form(
            "test",
            "Tried to reach them",
            lambda d: acts.try_contact(d.database, d.actor, d.item, d["day"], ok=d["ok"] == "yes"),
            lambda view, row: (Field("ok", "Did somebody answer?", Kind.CHOICE, YES), *day_field(view, row)),
            on_row=True,
        ),
        Form("drop", "No longer called", lambda d: acts.drop_contact(d.database, d.actor, d.item), on_row=True),
    ),
    ("G2.3", "G5.4"),
    "Nobody to call is entered yet.",
)
