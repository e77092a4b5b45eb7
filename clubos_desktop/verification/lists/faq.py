"""Questions and answers for members, made from support tickets, as a list."""

from pathlib import Path

from clubos_desktop import files
from clubos_desktop.errors import InputError
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.model.time import wall
from clubos_desktop.verification.acts import faq, lines
from clubos_desktop.verification.lists.sheet import Column, Doing, Field, Form, Kind, Row, Sheet, View, plain
from clubos_desktop.verification.registers.known import bodies
from clubos_desktop.verification.words import of


def _rows(view: View) -> tuple[Row, ...]:
    left = {entry.item for entry in view.known.kept.of("faq", "left")}
    found = [(entry, body) for entry, body in bodies(view.known.kept, "faq", Noted) if entry.item not in left]
    texts = {entry.item: body.cells for entry, body in found if entry.act == "noted"}
    given = {(entry.item, body.cells["sha256"]): entry for entry, body in found if entry.act == "approved"}
    rows = []
    for item, cells in texts.items():
        entry = given.get((item, faq.hashed(cells["question"], cells["answer"])))
        said = (
            "not approved yet"
            if entry is None
            else f"approved by {view.name(entry.actor)}, {wall(entry.at, view.zone)}"
        )
        more = (("Question", cells["question"]), ("Answer", cells["answer"]))
        history = tuple(each for each, _ in found if each.item == item)
        row = {"question": cells["question"], "answer": cells["answer"], "state": said}
        rows.append(Row(item, row, "needs" if entry is None else "good", more, history))
    return tuple(rows)


def _asked(_view: View, row: Row | None) -> tuple[Field, ...]:
    said = row.cells if row else {}
    return (
        Field("question", "The question, as a member asks it", value=said.get("question", "")),
        Field(
            "answer",
            "The answer",
            Kind.LONG,
            hint="Without names, addresses and phone numbers: everybody reads it.",
            value=said.get("answer", ""),
        ),
    )


def _approve(doing: Doing) -> Entry:
    row = next(each for each in _rows(doing.view) if each.item == doing.item)
    return faq.approve(doing.database, doing.signed, doing.item, row.cells["question"], row.cells["answer"])


def _save(doing: Doing) -> None:
    """What was approved, as a page or as text by the name of the file."""
    said = [(row.cells["question"], row.cells["answer"]) for row in _rows(doing.view) if row.tone == "good"]
    if not said:
        raise InputError(
            "No question is approved yet. Nothing was written.", remedy="Approve one first.", code="faq.none"
        )
    path, club = Path(doing["to"]), doing.view.values.get("club", "")
    page = faq.as_html if path.suffix.lower() in {".html", ".htm"} else faq.as_text
    files.write(path, page(club, said).encode())


FAQ = Sheet(
    "faq",
    "Questions and answers for members",
    "What members asked, answered once for everybody; it goes out with the texts for members and onto the website. "
    "Each is approved word for word by a person.",
    (
        Column("question", "Question", stretch=3),
        Column("answer", "Answer", stretch=3, least=1),
        Column("state", "State", 240),
    ),
    _rows,
    lambda _view, rows: f"{of(sum(row.tone == 'good' for row in rows), len(rows))} answers are approved.",
    (
        Form(
            "add",
            "Add a question",
            lambda d: faq.write(d.database, d.actor, d["question"], d["answer"]),
            _asked,
            files=True,
        ),
        Form(
            "save",
            "Save the page…",
            _save,
            plain(
                Field(
                    "to",
                    "Save it as",
                    hint="A name that ends in .html makes a page for the website, any other one plain text.",
                    value=str(Path.home() / "questions and answers.html"),
                )
            ),
            send="Save it",
            about="Only what is approved gets onto the page.",
        ),
        Form("approve", "It is right", _approve, on_row=True, signs=True, shown=lambda row: row.tone != "good"),
        Form(
            "change",
            "Write it anew",
            lambda d: faq.write(d.database, d.actor, d["question"], d["answer"], item=d.item),
            _asked,
            on_row=True,
        ),
        Form("drop", "Take it off the page", lambda d: lines.leave(d.database, d.actor, "faq", d.item), on_row=True),
    ),
    empty="No question is on the page yet. The list of support tickets makes them.",
)
