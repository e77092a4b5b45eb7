"""Questions and answers for members: written from support tickets, approved by a person, put on one page.

No personal value gets in: a text with an address, a phone number or the name of somebody in the copies is refused
(features.md S7.7).
"""

import hashlib
import html
import re
from collections.abc import Sequence

from sqlalchemy import Connection, text

from clubos_desktop.errors import InputError
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.people import Person
from clubos_desktop.model.registers import Entry
from clubos_desktop.store.database import Database
from clubos_desktop.verification.acts import lines
from clubos_desktop.verification.acts.entering import prove

LONGEST = 4_000
"""Characters of an answer."""

SHORTEST_NAME = 5
"""Characters: a shorter name is also a word."""

_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}")
_PHONE = re.compile(r"(?:\+|\b)\d(?:[\s().-]{0,2}\d){6,}\b")
_DAY = re.compile(r"(?<![\d.+-])(?:\d{4}-\d\d-\d\d|\d{1,2}\.\d{1,2}\.\d{4}|(?:19|20)\d\d-(?:19|20)\d\d)(?![\d.-]*\d)")
"""A day, or two years: no phone number, though it has as many digits."""
_NAMED = text(
    "SELECT title FROM record WHERE domain = :domain AND length(title) >= :least AND instr(:text, sort) > 0 LIMIT 1"
)


def write(database: Database, actor: str, question: str, answer: str, *, item: str | None = None) -> Entry:
    """A question with its answer, new or in place of ``item``. Raises InputError: too long, a personal value in it."""
    if len(question) + len(answer) > LONGEST:
        raise InputError(
            f"Question and answer have at most {LONGEST:,} characters. Nothing was recorded.",
            remedy="Make it shorter, or make two of it.",
            code="faq.long",
        )
    with database.read() as conn:
        found = personal(conn, f"{question}\n{answer}")
    if found:
        raise InputError(
            f"“{found}” is a personal value; everybody reads this page. Nothing was recorded.",
            remedy="Say it without names, addresses and phone numbers.",
            code="faq.personal",
        )
    return lines.note(database, actor, "faq", {"question": question, "answer": answer}, item=item)


def personal(conn: Connection, said: str) -> str:
    """The first personal value in a text: an address, a phone number, the name of somebody copied; "" without one."""
    for pattern, where in ((_ADDRESS, said), (_PHONE, _DAY.sub("/", said))):
        if (match := pattern.search(where)) is not None:
            return match.group().strip()
    values = {"domain": Domain.MEMBERS, "least": SHORTEST_NAME, "text": " ".join(said.split()).casefold()}
    return str(conn.execute(_NAMED, values).scalar() or "")


def approve(database: Database, signer: tuple[Person, str], item: str, question: str, answer: str) -> Entry:
    """A person says that it is right, word for word. Raises SignInError, LockedError, InputError."""
    actor = prove(database, *signer)
    return lines.note(database, actor, "faq", {"sha256": hashed(question, answer)}, item=item, act="approved")


def hashed(question: str, answer: str) -> str:
    """What an approval is bound to."""
    return hashlib.sha256(f"{question}\n\n{answer}".encode()).hexdigest()


TITLE = "Questions and answers about our move to ClubOS"


def as_text(club: str, said: Sequence[tuple[str, str]]) -> str:
    """The page as plain text, for an e-mail."""
    parts = [f"{question}\n{answer}" for question, answer in said]
    return "\n\n".join([f"{club}: {TITLE}", *parts]) + "\n"


def as_html(club: str, said: Sequence[tuple[str, str]]) -> str:
    """The page for a website: one file that loads nothing."""
    blocks = []
    for question, answer in said:
        paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in answer.splitlines() if part.strip())
        blocks.append(f"<h2>{html.escape(question)}</h2>{paragraphs}")
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{html.escape(TITLE)}</title>"
    style = "<style>body{font:1.1rem/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}</style>"
    body = f"<h1>{html.escape(TITLE)}</h1><p>{html.escape(club)}</p>{''.join(blocks)}"
    return f"<!doctype html><html lang=en><head>{head}{style}</head><body>{body}</body></html>\n"
