"""Recording what the board looked at, and answering what it asked."""

from dataclasses import replace

from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Entry, Reviewed
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts.board import pack_of
from clubos_desktop.verification.acts.entering import board, enter, known, need, prove, words
from clubos_desktop.verification.registers.known import bodies


def review(
    database: Database,
    person: Person,
    pin: str,
    pack: str,
    *,
    present: int = 0,
    questions: tuple[tuple[str, str], ...] = (),
    who: tuple[str, ...] = (),
) -> Entry:
    """The board went through a pack: who was there, what was asked and answered. Raises InputError, RefusedError.

    ``present`` is how many were there, where their names (``who``) are not said.
    """
    board(person)
    about = pack_of(known(database), pack)
    present = len(who) or present
    need(present > 0, "Somebody must have been there. Nothing was recorded.", "Give the number.", "review.present")
    return enter(database, prove(database, person, pin), "review", "reviewed", Reviewed(about, present, questions, who))


def answer(database: Database, person: Person, pin: str, number: str, *, question: str, said: str) -> Entry:
    """A question of the board's look at a pack, the newest with this number, is answered. Raises InputError."""
    board(person)
    found = [body for entry, body in bodies(known(database).kept, "review", Reviewed) if entry.item == number]
    need(found, f"There is no review {number}. Nothing was recorded.", "See the list of reviews.", "review")
    asked = [each for each, _ in found[-1].questions]
    need(question in asked, "This was not asked. Nothing was recorded.", "Choose a question.", "review.question")
    text = words(said, "The answer")
    questions = tuple((each, text if each == question else given) for each, given in found[-1].questions)
    body = replace(found[-1], questions=questions)
    return enter(database, prove(database, person, pin), "review", "reviewed", body, item=number)
