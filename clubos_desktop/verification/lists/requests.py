"""A second person who is not in the room: asked by a signed request file, agreeing by a signed reply (N13).

What is asked is a filled-in form of a list. The request is bound to the form, its values, the line it is about as it
stands now, a nonce and a day on which it runs out; a reply counts once, and only while that line is unchanged.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta

from sqlalchemy import Connection

from clubos_desktop.errors import ClubOSError, RefusedError, SignInError
from clubos_desktop.job import Job
from clubos_desktop.model.people import Person
from clubos_desktop.model.records import Instant
from clubos_desktop.model.registers import Entry, Noted
from clubos_desktop.model.time import from_instant, to_instant
from clubos_desktop.store import registers, settings, signing
from clubos_desktop.store.database import Database
from clubos_desktop.verification import letters
from clubos_desktop.verification.acts.entering import Agreed, enter, need, prove
from clubos_desktop.verification.lists.sheet import Doing, Form, Sheet, checked, fill
from clubos_desktop.verification.registers.known import bodies

DAYS = 14
"""A request runs out after so many days."""

_OWN = "signing.workspace"
TEST = "test"
"""The form of a request that asks for nothing: whether the way works."""


def workspace_of(conn: Connection) -> str:
    """What names a workspace in its files: its public key, made with the first person's; "" before that."""
    return str(settings.get(conn, _OWN, {}).get("public", ""))


def publics(conn: Connection) -> dict[str, str]:
    """The public key of each person who has one, by the person's number: the newest."""
    return {entry.item: body.cells["public"] for entry, body in bodies(registers.read(conn), "key", Noted)}


def own_key(database: Database, person: Person, pin: str) -> signing.Sealed:
    """The person's key, made when there is none that this PIN opens. Raises SignInError, LockedError, InputError."""
    actor = prove(database, person, pin)
    with database.read() as conn:
        kept, public = settings.get(conn, f"signing.{person.id}", None), publics(conn).get(str(person.id))
    if kept is not None and kept["public"] == public and _opens(signing.Sealed(**kept), pin):
        return signing.Sealed(**kept)
    made = signing.make(pin)
    with database.transaction(actor, "key made") as tx:
        if not workspace_of(tx.connection):
            private, public = signing.make_open()
            settings.put(tx, _OWN, {"private": private, "public": public})
        settings.put(tx, f"signing.{person.id}", asdict(made))
        registers.add(tx, "key", str(person.id), "made", Noted({"public": made.public}))
    return made


def _opens(sealed: signing.Sealed, pin: str) -> bool:
    try:
        signing.sign(sealed, pin, {})
    except SignInError:
        return False
    return True


def key_file(database: Database, person: Person, pin: str) -> bytes:
    """The key file of a person, for answering elsewhere. Raises what ``own_key`` raises."""
    sealed = own_key(database, person, pin)
    with database.read() as conn:
        club = settings.get(conn, "club", {}).get("name", "")
        about = {"workspace": workspace_of(conn), "club": club, "person": person.id, "name": person.name}
        return letters.key_file(sealed, about)


def write(doing: Doing, sheet: Sheet | None, form: Form | None, asked: Person, own: tuple[Person, str]) -> bytes:
    """A request of ``own`` to ``asked``; ``sheet`` and ``form`` None ask for nothing but an answer.

    Raises InputError (a wrong value; ``asked`` has no key yet), RefusedError (oneself), SignInError.
    """
    database = doing.database
    need(
        asked.id != own[0].id,
        "A request goes to somebody else. Nothing was written.",
        "Choose another person.",
        "request.self",
    )
    with database.read() as conn:
        public = publics(conn)
        workspace = settings.get(conn, _OWN, {"private": "", "public": ""})
        club = settings.get(conn, "club", {}).get("name", "")
    remedy = f"Let {asked.name} make a key file first, here and with the own PIN."
    need(str(asked.id) in public, f"{asked.name} has no key yet. Nothing was written.", remedy, "request.no_key")
    values = _values(doing, sheet, form)
    actor = prove(database, *own)
    at = to_instant(database.clock.now())
    with database.transaction(actor, "request written") as tx:
        number = registers.following(tx.connection, "request")
        asks: dict[str, object] = {
            "kind": letters.REQUEST,
            "workspace": workspace["public"],
            "club": club,
            "number": number,
            "words": _words(doing, sheet, form, values),
            "list": sheet.id if sheet else "",
            "form": form.id if form else TEST,
            "item": doing.item,
            "values": values,
            "about": _about(doing, sheet),
            "asked": asked.id,
            "asked_name": asked.name,
            "by": own[0].id,
            "by_name": own[0].name,
            "nonce": secrets.token_hex(16),
            "made": at,
            "expires": to_instant(from_instant(at) + timedelta(days=DAYS)),
        }
        letter = {**asks, "signature": signing.sign_open(workspace["private"], asks)}
        cells = {"sha256": signing.hashed(letter), "words": str(asks["words"]), "asked": str(asked.id)}
        cells |= {
            "expires": str(asks["expires"]),
            "nonce": str(asks["nonce"]),
            "letter": letters.written(letter).decode(),
        }
        registers.add(tx, "request", number, "written", Noted(cells))
    return letters.written(letter)


def _values(doing: Doing, sheet: Sheet | None, form: Form | None) -> dict[str, str]:
    if sheet is None or form is None:
        return {}
    row = sheet.row(doing.view, doing.item) if form.on_row else None
    return checked(form.fields(doing.view, row), doing.values, doing.view.writing)


def _words(doing: Doing, sheet: Sheet | None, form: Form | None, values: Mapping[str, str]) -> str:
    """What is asked, for people: the list, the line, the act and its values."""
    if sheet is None or form is None:
        return "A test: please answer, so that we know that this way works."
    row = sheet.row(doing.view, doing.item) if form.on_row else None
    line = f" {row.cells[sheet.columns[0].key]}:" if row else ""
    labels = {field.key: field.label for field in form.fields(doing.view, row)}
    said = "; ".join(f"{labels[key]}: {value}" for key, value in values.items() if value)
    return f"{sheet.title}.{line} {form.label}. {form.about} {said}".replace("  ", " ").strip()


def _about(doing: Doing, sheet: Sheet | None) -> str:
    """The hash of everything a request is about as it stands: the whole list's entries."""
    if sheet is None:
        return ""
    rows = sheet.rows(doing.view)
    return signing.hashed(
        {"rows": [[row.item, dict(row.cells)] for row in rows if not doing.item or row.item == doing.item]}
    )


def apply(doing: Doing, content: bytes) -> Entry | Job[Entry] | None:
    """Take a reply: what was asked is done once, with who agreed. Raises InputError, RefusedError; see ``_check``."""
    reply = letters.parse(content, letters.REPLY)
    asked, person = _check(doing, reply)
    proof = (person, Agreed(person.id, signing.hashed(reply)))
    agreed = reply["answer"] == "agreed"
    result: Entry | Job[Entry] | None = None
    if agreed and asked["form"] != TEST:
        result = _do(doing, asked, proof)
    cells = {"answer": reply["answer"], "at": reply["at"], "sha256": signing.hashed(reply)}
    enter(doing.database, doing.actor, "request", "answered", Noted(cells), item=asked["number"])
    return result


def _check(doing: Doing, reply: letters.Letter) -> tuple[letters.Letter, Person]:
    """The request that a reply answers, and who answered. Raises RefusedError with the one reason that it lacks."""
    with doing.database.read() as conn:
        kept, public, workspace = registers.read(conn), publics(conn), workspace_of(conn)
    if reply["workspace"] != workspace:
        raise _refused("The reply belongs to another workspace.", "request.foreign")
    found = {body.cells["nonce"]: body for entry, body in bodies(kept, "request", Noted) if entry.act == "written"}
    if reply["nonce"] not in found:
        raise _refused("There is no request that this reply answers.", "request.unknown")
    cells = found[reply["nonce"]].cells
    asked = letters.parse(cells["letter"].encode(), letters.REQUEST)
    if reply["request"] != cells["sha256"]:
        raise _refused("The reply is about another request than this one.", "request.changed")
    if any(entry.item == asked["number"] for entry in kept.of("request", "answered")):
        raise _refused("This request was answered already.", "request.replayed")
    if reply["by"] != asked["asked"] or not signing.signed(
        public.get(str(reply["by"]), ""), letters.body(reply), reply["signature"]
    ):
        raise _refused(f"The reply is not signed by {asked['asked_name']}, or was changed.", "request.signature")
    _in_time(doing, asked, reply)
    person = next((each for each in doing.view.people if each.id == reply["by"] and each.active), None)
    if person is None:
        raise _refused(f"{asked['asked_name']} acts here no more.", "request.person")
    return asked, person


def _in_time(doing: Doing, asked: letters.Letter, reply: letters.Letter) -> None:
    now: Instant = to_instant(doing.database.clock.now())
    if now >= asked["expires"] or not asked["made"] <= reply["at"] < asked["expires"]:
        raise _refused("The request has run out.", "request.expired")
    if reply["at"] > to_instant(from_instant(now) + timedelta(minutes=10)):
        raise _refused("The reply was signed later than now: a clock is wrong.", "request.clock")


def _do(doing: Doing, asked: letters.Letter, proof: tuple[Person, str]) -> Entry | Job[Entry] | None:
    sheet = doing.sheets[asked["list"]]
    form = sheet.form(asked["form"])
    as_asked = replace(
        doing,
        actor=f"person:{asked['by']}",
        item=asked["item"],
        values=asked["values"],
        signer=proof if form.signs else _asker(doing, asked) if form.second else None,
        second=proof if form.second else None,
    )
    if _about(as_asked, sheet) != asked["about"]:
        raise _refused("What was asked about has changed since.", "request.stale")
    return fill(sheet, form, as_asked)


def _asker(doing: Doing, asked: letters.Letter) -> tuple[Person, str]:
    """Who asked: that person typed the own PIN when the request was written, which is as it was then."""
    person = next((each for each in doing.view.people if each.id == asked["by"] and each.active), None)
    if person is None:
        raise _refused(f"{asked['by_name']} acts here no more.", "request.person")
    return person, Agreed(person.id, signing.hashed(asked))


def _refused(sentence: str, code: str) -> ClubOSError:
    return RefusedError(f"{sentence} Nothing was changed.", remedy="Write a new request.", code=code)
