"""What the board looked at: the pack, who was there, what was asked or flagged, and what was answered."""

from clubos_desktop.model.registers import Entry, Reviewed
from clubos_desktop.model.time import wall
from clubos_desktop.verification.acts import reviewing
from clubos_desktop.verification.lists.sheet import Column, Doing, Field, Form, Kind, Row, Sheet, View
from clubos_desktop.verification.registers.known import bodies
from clubos_desktop.verification.words import counted


def _reviews(view: View) -> tuple[Row, ...]:
    """Each look as it stands now: an answer that was given later belongs to its question."""
    found = bodies(view.known.kept, "review", Reviewed)
    newest = {entry.item: (entry, body) for entry, body in found}
    rows = []
    for item, (entry, body) in reversed(newest.items()):
        waiting = sum(not answer for _, answer in body.questions)
        cells = {
            "at": wall(entry.at, view.zone),
            "pack": body.pack[:8],
            "present": str(body.present),
            "questions": f"{len(body.questions)}, {waiting} open" if body.questions else "none",
        }
        facts = (
            ("Who was there", ", ".join(body.who)),
            *((question, answer or "not answered yet") for question, answer in body.questions),
        )
        history = tuple(each for each, _ in found if each.item == item)
        rows.append(Row(item, cells, "needs" if waiting else "good", tuple(f for f in facts if f[1]), history))
    return tuple(rows)


def _review_fields(view: View, _row: Row | None) -> tuple[Field, ...]:
    packs = tuple((each.sha256, f"{each.purpose}, {wall(each.at, view.zone)}") for each in reversed(view.known.packs))
    return (
        Field("pack", "Which pack", Kind.CHOICE, packs, value=packs[0][0] if packs else ""),
        Field(
            "who", "Who was there", hint="Names with commas between them; or fill in the number below.", needed=False
        ),
        Field("present", "How many were there", Kind.NUMBER, needed=False),
        Field(
            "questions",
            "Questions, flagged figures and answers",
            Kind.LONG,
            hint="A line for each: question = answer. One without an answer keeps the check open.",
            needed=False,
        ),
    )


def _review(doing: Doing) -> Entry:
    parts = [line.partition("=") for line in doing["questions"].splitlines() if line.strip()]
    pairs = tuple((question.strip(), answer.strip()) for question, _, answer in parts)
    who = tuple(name.strip() for name in doing["who"].split(",") if name.strip())
    person, pin = doing.signed
    return reviewing.review(
        doing.database, person, pin, doing["pack"], present=doing.number("present"), questions=pairs, who=who
    )


def _open_questions(view: View, row: Row | None) -> tuple[Field, ...]:
    found = [body for entry, body in bodies(view.known.kept, "review", Reviewed) if row and entry.item == row.item]
    asked = () if not found else tuple((each, each) for each, answer in found[-1].questions if not answer)
    return (
        Field("question", "Which question", Kind.CHOICE, asked, value=asked[0][0] if len(asked) == 1 else ""),
        Field("answer", "The answer", Kind.LONG),
    )


REVIEWS = Sheet(
    "reviews",
    "The board's look at the evidence",
    "Which pack the board went through, who was there, what was asked and answered.",
    (
        Column("at", "Recorded", 200),
        Column("pack", "Pack", 110),
        Column("present", "Were there", 100, number=True),
        Column("questions", "Questions", stretch=1),
    ),
    _reviews,
    lambda _view, rows: f"{counted(len(rows), 'review')} recorded.",
    (
        Form("record", "Record a review", _review, _review_fields, signs=True),
        Form(
            "answer",
            "Answer a question",
            lambda d: reviewing.answer(d.database, *d.signed, d.item, question=d["question"], said=d["answer"]),
            _open_questions,
            on_row=True,
            signs=True,
            shown=lambda row: row.tone == "needs",
        ),
    ),
    ("S4.11",),
    "The board has not gone through a pack yet.",
)
