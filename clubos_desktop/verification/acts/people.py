"""Recording incidents, operators and the people to call."""

from clubos_desktop.errors import RefusedError
from clubos_desktop.model.incidents import GRAVE, Looked, Opened, Regraded, Severity
from clubos_desktop.model.people import Person
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import (
    Closed,
    Contact,
    Did,
    Entry,
    Felt,
    Left,
    Named,
    Reached,
    Signed,
    Trained,
    Withdrew,
)
from clubos_desktop.model.time import to_instant
from clubos_desktop.store import people
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts import membership
from clubos_desktop.verification.acts.entering import enter, known, need, past, prove, words
from clubos_desktop.verification.registers.incidents import Incident, incidents
from clubos_desktop.verification.registers.operators import CONTACT_ROLES, MEANING, contacts, operators
from clubos_desktop.verification.registers.training import MODULES, TASKS


def open_incident(
    database: Database, actor: str, title: str, severity: Severity = Severity.P1, since: Instant | None = None
) -> Entry:
    """A new incident; when unsure it is P1. Raises InputError."""
    now = to_instant(database.clock.now())
    begun = since or now
    need(
        begun <= now, "An incident cannot begin later than now. Nothing was recorded.", "Give the time.", "time.future"
    )
    return enter(database, actor, "incident", "opened", Opened(severity, words(title, "What happened"), begun))


def regrade(
    database: Database,
    actor: str,
    number: str,
    severity: Severity,
    reason: str,
    *,
    second: membership.Signer | None,
    first: membership.Signer | None = None,
) -> Entry:
    """Another severity. Out of P1 and P2 only with the PINs of who acts and of a second person.

    Raises InputError, RefusedError, SignInError, LockedError.
    """
    found = _incident(database, number)
    why = words(reason, "The reason")
    named = ""
    if severity > found.severity and found.severity in GRAVE:
        if second is None or people.actor(second[0]) == actor:
            raise RefusedError(
                f"Incident {number} is {found.severity}; a lower severity needs a second person. Nothing was changed.",
                remedy="Let somebody else confirm it here with the own PIN.",
                code="second_person",
            )
        named = membership.both(database, actor, first, second)
    return enter(database, actor, "incident", "regraded", Regraded(severity, why), item=number, second=named)


def close_incident(database: Database, actor: str, number: str, reason: str) -> Entry:
    """An incident is over; its 14 days begin now. Raises InputError."""
    found = _incident(database, number)
    need(
        found.closed is None,
        f"Incident {number} is closed already.",
        "Open a new one if it came back.",
        "incident.closed",
    )
    return enter(database, actor, "incident", "closed", Closed(words(reason, "How it ended")), item=number)


def look(database: Database, actor: str, note: str = "") -> Entry:
    """Somebody looked through ClubOS's troubles: every incident up to now is on the list."""
    return enter(database, actor, "incident", "looked", Looked(note.strip()), item="")


def _incident(database: Database, number: str) -> Incident:
    found = {each.number: each for each in incidents(known(database).kept)}
    need(
        number in found,
        f"There is no incident {number}. Nothing was changed.",
        "See the list of incidents.",
        "incident",
    )
    return found[number]


def name_operator(database: Database, actor: str, person: Person) -> Entry:
    """A person of the workspace becomes an operator. Raises InputError for one who is."""
    there = person.id not in {each.person for each in operators(known(database).kept)}
    need(there, f"{person.name} is an operator already.", "Choose somebody else.", "operator.twice")
    return enter(database, actor, "operator", "named", Named(person.id), item=str(person.id))


def train(database: Database, actor: str, person: Person, module: str, *, answer: int, day: str) -> Entry:
    """An operator completed a module: its question was answered rightly. Raises InputError."""
    _operator(database, person)
    found = next((each for each in MODULES if each.id == module), None)
    need(found, f"There is no training module {module}.", f"Choose: {', '.join(m.id for m in MODULES)}.", "module")
    right = found is not None and answer == found.right
    need(right, "That is not the right answer. The module is not done yet.", "Read it again and answer.", "answer")
    date = past(day, database, known(database).zone)
    return enter(database, actor, "operator", "trained", Trained(module, date), item=str(person.id))


def did(
    database: Database, actor: str, person: Person, task: str, *, helped: bool, evidence: str, tries: int = 1
) -> Entry:
    """An operator did a task in ClubOS; ``evidence`` says where its result is seen. Raises InputError."""
    _operator(database, person)
    need(task in TASKS, f"There is no task {task}. Nothing was recorded.", f"Choose: {', '.join(TASKS)}.", "task")
    need(tries > 0, "A task takes one try at least. Nothing was recorded.", "Give the number of tries.", "tries")
    body = Did(task, helped, tries, words(evidence, "Where the result is seen"))
    return enter(database, actor, "operator", "did", body, item=str(person.id))


def feel(database: Database, actor: str, person: Person, confidence: int) -> Entry:
    """How sure an operator feels, 1 to 5; it blocks nothing. Raises InputError."""
    _operator(database, person)
    need(confidence in range(1, 6), "Confidence goes from 1 to 5. Nothing was recorded.", "Give 1 to 5.", "confidence")
    return enter(database, actor, "operator", "felt", Felt(confidence), item=str(person.id))


def sign_off(database: Database, person: Person, pin: str) -> Entry:
    """An operator signs readiness with the own PIN. Raises SignInError, LockedError, InputError."""
    _operator(database, person)
    return enter(database, prove(database, person, pin), "operator", "signed", Signed(MEANING), item=str(person.id))


def withdraw(database: Database, person: Person, pin: str) -> Entry:
    """An operator takes the signature back, without a reason. Raises SignInError, LockedError, InputError."""
    _operator(database, person)
    return enter(database, prove(database, person, pin), "operator", "withdrew", Withdrew(), item=str(person.id))


def leave(database: Database, actor: str, person: Person) -> Entry:
    """Somebody is no operator any more. Raises InputError."""
    _operator(database, person)
    return enter(database, actor, "operator", "left", Left(), item=str(person.id))


def _operator(database: Database, person: Person) -> None:
    there = person.id in {each.person for each in operators(known(database).kept)}
    need(there, f"{person.name} is not an operator. Nothing was recorded.", "Name the operator first.", "operator")


def add_contact(database: Database, actor: str, role: str, name: str, reach: str) -> Entry:
    """Somebody to call, and how. Raises InputError."""
    remedy = f"Choose: {', '.join(CONTACT_ROLES)}."
    need(role in CONTACT_ROLES, f"{role} is not a role of contacts. Nothing was recorded.", remedy, "contact.role")
    body = Contact(role, words(name, "The name"), words(reach, "How they are reached"))
    return enter(database, actor, "contact", "added", body)


def try_contact(database: Database, actor: str, number: str, day: str, *, ok: bool) -> Entry:
    """A contact was tried. Raises InputError."""
    _contact(database, number)
    return enter(
        database, actor, "contact", "tested", Reached(ok, past(day, database, known(database).zone)), item=number
    )


def drop_contact(database: Database, actor: str, number: str) -> Entry:
    """Somebody is not called any more. Raises InputError."""
    _contact(database, number)
    return enter(database, actor, "contact", "left", Left(), item=number)


def _contact(database: Database, number: str) -> None:
    there = number in {each.number for each in contacts(known(database))}
    need(there, f"There is no contact {number}. Nothing was changed.", "See the list of contacts.", "contact")
