"""What went wrong and what was asked: incidents, support tickets, risks, and the chatbot's questions."""

import hashlib
from collections.abc import Mapping

from clubos_desktop.model.incidents import SEVERITY_WORDS, Severity
from clubos_desktop.model.proofs import Answer, Ticket
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.model.time import read_instant, spell, wall
from clubos_desktop.verification.acts import faq, lines, proofs
from clubos_desktop.verification.acts import people as acts
from clubos_desktop.verification.acts.entering import need
from clubos_desktop.verification.lists.people import day_field
from clubos_desktop.verification.lists.sheet import YES, Column, Doing, Field, Form, Kind, Row, Sheet, View, plain
from clubos_desktop.verification.registers import incidents as register
from clubos_desktop.verification.registers import risks
from clubos_desktop.verification.registers.known import after, bodies
from clubos_desktop.verification.words import counted, of

SEVERITIES = tuple((each.value, f"{each}: {words}") for each, words in SEVERITY_WORDS.items())


def moment(text: str, view: View) -> Instant:
    """A time as a form gives it, by the club's clock; now for an empty one."""
    return read_instant(text, view.zone) if text else view.known.at


def _incidents(view: View) -> tuple[Row, ...]:
    return tuple(_incident(view, each) for each in reversed(register.incidents(view.known.kept)))


def _incident(view: View, each: register.Incident) -> Row:
    grave = each.severity in (Severity.P1, Severity.P2)
    closed = wall(each.closed, view.zone) if each.closed else "open"
    cells = {
        "title": each.title,
        "severity": each.severity.value,
        "since": wall(each.since, view.zone),
        "closed": closed,
    }
    days = view.known.limits.value("incident_days")
    clock = f"starts the {days} days again when it is closed"
    if each.closed:
        clock = f"runs again from {closed}; full {wall(after(each.closed, days), view.zone)}"
    more = (("Means", SEVERITY_WORDS[each.severity]), ("Clock of Gate 3", clock if grave else "runs on"))
    tone = "problem" if grave and not each.closed else "needs" if not each.closed else "good"
    history = tuple(entry for entry in view.known.kept.of("incident") if entry.item == each.number)
    return Row(each.number, cells, tone, more, history)


def _quiet(view: View, rows: tuple[Row, ...]) -> str:
    open_ = sum(row.tone == "problem" for row in rows)
    if open_:
        return f"{counted(open_, 'incident')} of level P1 or P2 still open: the clock of Gate 3 stands at 0."
    since = register.quiet_since(view.known)
    if since is None:
        return f"{counted(len(rows), 'incident')} on the list. The clock of Gate 3 begins with the parallel run."
    end = after(since, view.known.limits.value("incident_days"))
    if end <= view.known.at:
        return f"Quiet since {wall(since, view.zone)}: the days of Gate 3 are full."
    return f"The clock of Gate 3 runs since {wall(since, view.zone)}; full {wall(end, view.zone)}."


def _regrade(doing: Doing) -> Entry:
    severity = Severity(doing["severity"])
    return acts.regrade(
        doing.database, doing.actor, doing.item, severity, doing["reason"], second=doing.second, first=doing.signer
    )


INCIDENTS = Sheet(
    "incidents",
    "Incidents in ClubOS",
    "Every P1 or P2 starts the 14 quiet days of Gate 3 again. When unsure, it is P1.",
    (
        Column("title", "What happened", stretch=2),
        Column("severity", "Level", 70),
        Column("since", "Since", 190, least=1),
        Column("closed", "Over", 190),
    ),
    _incidents,
    _quiet,
    (
        Form(
            "open",
            "Something went wrong",
            lambda d: acts.open_incident(
                d.database, d.actor, d["title"], Severity(d["severity"]), moment(d["since"], d.view)
            ),
            plain(
                Field("title", "What happened"),
                Field("severity", "How bad it is", Kind.CHOICE, SEVERITIES),
                Field("since", "Since when", Kind.MOMENT, hint="Empty means now.", needed=False),
            ),
            files=True,
        ),
        Form(
            "look",
            "I looked: all incidents are listed",
            lambda d: acts.look(d.database, d.actor, d["note"]),
            plain(Field("note", "Where you looked", needed=False)),
            about="Counts for a week. An empty list alone proves nothing.",
        ),
        Form(
            "close",
            "It is over",
            lambda d: acts.close_incident(d.database, d.actor, d.item, d["reason"]),
            plain(Field("reason", "How it ended")),
            on_row=True,
            shown=lambda row: row.cells["closed"] == "open",
        ),
        Form(
            "regrade",
            "Another level",
            _regrade,
            plain(Field("severity", "How bad it is", Kind.CHOICE, SEVERITIES), Field("reason", "Why")),
            on_row=True,
            second=True,
            about="Out of P1 and P2 only with the PINs of who acts and of a second person.",
        ),
    ),
    ("G3.1",),
    "No incident is on the list. Say that you looked: an empty list alone proves nothing.",
)


_SOLVED = (("clubos", "solved in ClubOS"), ("legacy", "needed Wild Apricot"), ("open", "still open"))


def _tickets(view: View) -> tuple[Row, ...]:
    entries = bodies(view.known.kept, "ticket", Ticket)
    newest = {entry.item: (entry, body) for entry, body in entries}
    words = dict(_SOLVED)
    return tuple(
        Row(
            item,
            {"title": body.title, "day": spell(body.day), "solved": words[body.solved]},
            {"clubos": "good", "legacy": "problem", "open": "needs"}[body.solved],
            (),
            tuple(each for each, _ in entries if each.item == item),
        )
        for item, (_, body) in reversed(newest.items())
    )


def _ended(view: View, row: Row | None) -> tuple[Field, ...]:
    title = row.cells["title"] if row else ""
    return (
        Field("title", "About what", value=title),
        Field("solved", "How it ended", Kind.CHOICE, _SOLVED),
        *day_field(view),
    )


TICKETS = Sheet(
    "tickets",
    "Support tickets",
    "Questions of members and volunteers, and whether ClubOS's own tools solved them.",
    (Column("title", "About what", stretch=2), Column("day", "Day", 130), Column("solved", "How it ended", 190)),
    _tickets,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} were solved in ClubOS.",
    (
        Form(
            "enter",
            "Enter a ticket",
            lambda d: proofs.ticket(d.database, d.actor, d["title"], d["solved"], d["day"]),
            _ended,
            files=True,
        ),
        Form(
            "end",
            "How it ended",
            lambda d: proofs.ticket(d.database, d.actor, d["title"], d["solved"], d["day"], number=d.item),
            _ended,
            on_row=True,
        ),
        Form(
            "faq",
            "Answer it for everybody",
            lambda d: faq.write(d.database, d.actor, d["question"], d["answer"]),
            lambda _view, row: (
                Field("question", "The question, as a member asks it", value=row.cells["title"] if row else ""),
                Field("answer", "The answer", Kind.LONG, hint="Without names, addresses and phone numbers."),
            ),
            on_row=True,
            about="It goes onto the list “Questions and answers for members”, where somebody approves it.",
        ),
    ),
    ("S4.6",),
    "No ticket is entered yet.",
)


def _questions(view: View) -> tuple[Row, ...]:
    """The question set with the newest grade of each; a grade of a question that is not in the set stands too."""
    graded = {body.question: (entry, body) for entry, body in bodies(view.known.kept, "chatbot", Answer)}
    left = {entry.item for entry in view.known.kept.of("question", "left")}
    rows = []
    for entry, body in bodies(view.known.kept, "question", Noted):
        if entry.item not in left:
            rows.append(_question(view, entry.item, dict(body.cells), graded.pop(body.cells["question"], None)))
    for entry, answer in graded.values():
        cells = {"question": answer.question, "document": answer.document, "version": answer.version}
        rows.append(_question(view, f"a{entry.item}", cells, (entry, answer)))
    return tuple(rows)


def _question(view: View, item: str, cells: dict[str, str], grade: tuple[Entry, Answer] | None) -> Row:
    given = "not graded yet"
    stale = grade is not None and grade[1].version != cells["version"]
    if grade is not None:
        word = "matches" if grade[1].right else "does not match"
        given = f"graded on version {grade[1].version}" if stale else f"{word}, {wall(grade[0].at, view.zone)}"
    more = (("Must say", cells.get("points", "")), ("Must never say", cells.get("never", "")))
    tone = "unmeasured" if grade is None else "needs" if stale else "good" if grade[1].right else "problem"
    known = tuple(each for each in more if each[1])
    return Row(item, cells | {"grade": given}, tone, known, (grade[0],) if grade else ())


def _texts(view: View, item: str) -> tuple[Entry, Mapping[str, str]] | None:
    """The chatbot's answer and the documented one that were entered last for a question."""
    found = [(entry, body.cells) for entry, body in bodies(view.known.kept, "answer", Noted) if entry.item == item]
    return found[-1] if found else None


def _bot_first(entry: Entry) -> bool:
    """Which of the two stands as A: drawn from the entry, so that nobody who grades can know it."""
    return hashlib.sha256(f"{entry.id} {entry.at}".encode()).digest()[0] % 2 == 0


def _grading(view: View, row: Row | None) -> tuple[Field, ...]:
    """Both answers side by side without saying whose they are, where they were entered; else one open question."""
    found = None if row is None else _texts(view, row.item)
    if found is None:
        return (Field("right", "Does the answer match the document?", Kind.CHOICE, YES),)
    entry, cells = found
    texts = [cells["bot"], cells["document"]]
    first, second = texts if _bot_first(entry) else reversed(texts)
    return (
        Field("a", "A is right", Kind.CHOICE, YES, f"Answer A: {first}"),
        Field("b", "B is right", Kind.CHOICE, YES, f"Answer B: {second}"),
    )


def _grade(doing: Doing) -> Entry:
    row = next(each for each in _questions(doing.view) if each.item == doing.item)
    said, found = row.cells, _texts(doing.view, doing.item)
    right = doing["right"] == "yes"
    if found is not None:
        bot, document = ("a", "b") if _bot_first(found[0]) else ("b", "a")
        need(
            doing[document] == "yes",
            "The documented answer was called wrong: nothing can be held against it. Nothing was recorded.",
            "Correct the document first, and enter it with its new version.",
            "chatbot.document",
        )
        right = doing[bot] == "yes"
    return proofs.grade(doing.database, doing.actor, said["question"], said["document"], said["version"], right=right)


QUESTIONS = Sheet(
    "chatbot",
    "Questions to the chatbot",
    "Somebody asks the chatbot and enters what it said: asking writes into ClubOS, and this program only reads. A "
    "person holds each answer against the documented one, not knowing which is which. A new version asks again.",
    (
        Column("question", "Question", stretch=3),
        Column("document", "Document", stretch=1, least=1),
        Column("version", "Version", 90),
        Column("grade", "Answer", 250),
    ),
    _questions,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} answers match their document.",
    (
        Form(
            "add",
            "Add a question",
            lambda d: lines.note(d.database, d.actor, "question", d.values),
            plain(
                Field("question", "Question"),
                Field("document", "Document that answers it"),
                Field("version", "Its version"),
                Field("points", "What the answer must say", needed=False),
                Field("never", "What it must never say", needed=False),
            ),
            files=True,
        ),
        Form(
            "answer",
            "Enter what the chatbot said",
            lambda d: lines.note(d.database, d.actor, "answer", d.values, item=d.item),
            plain(
                Field("bot", "What the chatbot said", Kind.LONG),
                Field("document", "What the document says", Kind.LONG),
            ),
            on_row=True,
            about="Somebody else grades both without knowing which is which.",
            shown=lambda row: not row.item.startswith("a"),
        ),
        Form("grade", "Grade the answer", _grade, _grading, on_row=True),
        Form(
            "drop",
            "No longer asked",
            lambda d: lines.leave(d.database, d.actor, "question", d.item),
            on_row=True,
            shown=lambda row: not row.item.startswith("a"),
        ),
    ),
    ("S4.7",),
    "No question is in the set yet.",
)


def _risks(view: View) -> tuple[Row, ...]:
    return tuple(_risk(view, each) for each in risks.risks(view.known.kept).values())


def _risk(view: View, each: risks.Risk) -> Row:
    raised = risks.raised(each, view.readiness) if view.readiness is not None else ()
    late = risks.overdue(each, view.known.at, view.zone)
    cells = {
        "number": each.number,
        "title": each.title,
        "score": str(each.score),
        "likelihood": str(each.likelihood),
        "impact": str(each.impact),
        "owner": each.owner or "nobody yet",
        "review": spell(each.review) if each.review else "",
        "raised": f"raised by {', '.join(raised)}" if raised else "",
    }
    more = (
        ("What is done", each.mitigation),
        ("Stop when", each.abort or "not said"),
        ("Watched by", ", ".join(each.checks) or "no check"),
        ("Raised now by", ", ".join(raised) or "no check"),
        ("Scores so far", ", ".join(_scores(each)) or str(each.score)),
    )
    return Row(each.number, cells, "problem" if raised else "needs" if late else "good", more, each.history)


def _scores(each: risks.Risk) -> list[str]:
    rated = [getattr(entry.body, "likelihood", 0) * getattr(entry.body, "impact", 0) for entry in each.history]
    return [str(score) for score in rated]


def _rating(_view: View, row: Row | None) -> tuple[Field, ...]:
    said = row.cells if row else {}
    scale = (("1", "1, low"), ("2", "2, medium"), ("3", "3, high"))
    owner = said.get("owner", "").replace("nobody yet", "")
    return (
        Field("likelihood", "How likely it is", Kind.CHOICE, scale, value=said.get("likelihood", "2")),
        Field("impact", "How much it would hurt", Kind.CHOICE, scale, value=said.get("impact", "2")),
        Field("owner", "Who minds it", value=owner),
        Field("review", "Looked at again on", Kind.DAY),
    )


def _rate(doing: Doing) -> Entry:
    scale = {"likelihood": doing.number("likelihood"), "impact": doing.number("impact")}
    return proofs.rate(
        doing.database, doing.actor, doing.item, owner=doing["owner"], review=doing["review"], **scale
    )  # fmt: skip


RISKS = Sheet(
    "risks",
    "Risks",
    "The seven risks of the model and eight more. A check that does not pass raises the risks bound to it.",
    (
        Column("number", "No.", 70),
        Column("title", "Risk", stretch=3),
        Column("score", "Score", 80, number=True),
        Column("owner", "Who minds it", 150, least=3),
        Column("review", "Looked at again", 130, least=3),
        Column("raised", "Now", 190, least=1),
    ),
    _risks,
    lambda _view, rows: (
        f"{counted(sum(bool(row.cells['raised']) for row in rows), 'risk')} of {len(rows)} raised now, "
        f"{sum(row.cells['owner'] == 'nobody yet' for row in rows)} without anybody who minds them."
    ),
    (
        Form("rate", "Rate it", _rate, _rating, on_row=True),
        Form(
            "add",
            "Add a risk",
            lambda d: proofs.add_risk(d.database, d.actor, d["title"], d["mitigation"], d["abort"]),
            plain(
                Field("title", "The risk"),
                Field("mitigation", "What is done about it"),
                Field("abort", "What would make you stop", needed=False),
            ),
            files=True,
        ),
    ),
)
