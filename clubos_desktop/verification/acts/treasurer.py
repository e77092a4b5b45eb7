"""What people do about money: write why a line is as it is, enter ClubOS's totals with a proof, sign the figures."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection, func, select

from clubos_desktop import files
from clubos_desktop.errors import InputError, RefusedError
from clubos_desktop.model.chain import By
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.evidence import EnteredTotal
from clubos_desktop.model.money import digits, to_minor
from clubos_desktop.model.people import Person, Role
from clubos_desktop.model.proofs import Imported, MoneyNoted, MoneySigned, Total
from clubos_desktop.model.records import Day, Instant
from clubos_desktop.model.registers import Entry, Withdrew
from clubos_desktop.model.time import day_of, spell, to_instant
from clubos_desktop.store import registers, settings, tables
from clubos_desktop.store.database import Database
from clubos_desktop.verification import ledger, money, treasurer
from clubos_desktop.verification.acts.entering import any_day, any_month, enter, hash_of, need, prove, words
from clubos_desktop.verification.entered import CLOSING, OPENING
from clubos_desktop.verification.measure import known_at
from clubos_desktop.verification.registers import attest

WHAT = {
    "invoices": Domain.INVOICES,
    "payments": Domain.PAYMENTS,
    "refunds": Domain.REFUNDS,
    "donations": Domain.DONATIONS,
}
"""What a total may be of, by the word in a file's column "what"."""

COLUMNS = ("what", "currency", "amount", "month", "level", "event", "tender")
"""The columns of a file of totals; the last four may be left out or empty."""

LONGEST_AMOUNT = 17
"""Characters of an amount: no club has more than billions, and its cents."""

MOST = 1_000_000
"""Bytes of a file of totals that are read at most."""


def note(database: Database, actor: str, line: str, text: str) -> Entry:
    """Why a line is as it is; an empty text takes the reason back. Raises InputError when there is no such line."""
    at = to_instant(database.clock.now())
    with database.read() as conn:
        zone = zone_of(conn)
        papers = ledger.read(conn)
        books = money.books(conn, papers, at, zone, registers.read(conn))
    there = books is not None and line in {each.id for each in books.chain.lines}
    need(there, f"There is no line {line}. Nothing was noted.", "List the lines: clubos-desktop money lines.", "line")
    return enter(database, actor, "money", "noted", MoneyNoted(text.strip()), item=line)


def enter_total(
    database: Database, actor: str, total: Mapping[str, str], *, until: str = "", proof: Path | None = None
) -> Entry:
    """One total read in ClubOS: a row of ``COLUMNS``, with the file that proves it. Raises InputError."""
    need(
        proof is not None,
        "A total needs a file as proof: a screenshot, a report. Nothing was recorded.",
        "Name the file.",
        "total.proof",
    )
    assert proof is not None  # noqa: S101 - checked above
    made = _total(total, _until(database, until), proof.name, hash_of(proof), "The total")
    return enter(database, actor, "total", "entered", made)


def import_totals(database: Database, actor: str, file: Path, *, until: str = "") -> Entry:
    """All totals of a CSV file, which is itself the proof. Raises InputError: nothing of a wrong file is taken."""
    content, day = files.read(file, MOST, code="total"), _until(database, until)
    sha256 = hashlib.sha256(content).hexdigest()
    found = [_total(row, day, file.name, sha256, f"Line {number} of {file.name}") for number, row in _rows(content)]
    need(found, f"{file.name} holds no totals. Nothing was recorded.", _SHAPE, "total.empty")
    places = [(each.domain, each.currency, each.part, each.group.casefold()) for each in found]
    twice = next((place for number, place in enumerate(places) if place in places[:number]), None)
    if twice is not None:
        name = " ".join(filter(None, (twice[0], twice[1], twice[2], twice[3])))
        raise InputError(
            f"{file.name} gives the total of {name} twice. Nothing was recorded.",
            remedy="Leave one of them.",
            code="total.twice",
        )
    return enter(database, actor, "total", "imported", Imported((*found, *_whole(found))))


_SHAPE = f"The first line names the columns: {', '.join(COLUMNS)}."


def _whole(found: list[Total]) -> Iterator[Total]:
    """Totals of all months together, where the file gives months alone."""
    there = {(each.domain, each.currency) for each in found if not each.part}
    months = [each for each in found if each.part == By.MONTH]
    for domain, currency in sorted({(each.domain, each.currency) for each in months} - there):
        some = [each for each in months if (each.domain, each.currency) == (domain, currency)]
        amount = sum(each.amount for each in some)
        yield Total(domain, currency, amount, "", "", some[0].until, some[0].file, some[0].sha256)


def _rows(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "The file is not text in UTF-8. Nothing was recorded.",
            remedy="Save it as “CSV UTF-8”.",
            code="total.encoding",
        ) from error
    try:
        yield from _cells(text)
    except csv.Error as error:
        raise InputError(
            f"The file is no list of totals ({error}). Nothing was recorded.", remedy=_SHAPE, code="total.csv"
        ) from error


def _cells(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    head = [name.strip().casefold() for name in next(reader, [])]
    strange = [name for name in head if name not in COLUMNS]
    whole = {"what", "currency", "amount"} <= set(head) and not strange and len(set(head)) == len(head)
    need(whole, "The file does not have the columns of a list of totals. Nothing was recorded.", _SHAPE, "total.head")
    for cells in reader:
        if any(cell.strip() for cell in cells):
            need(
                len(cells) == len(head),
                f"Line {reader.line_num} does not have {len(head)} cells. Nothing was recorded.",
                _SHAPE,
                "total.cells",
            )
            yield reader.line_num, dict(zip(head, (cell.strip() for cell in cells), strict=True))


def _total(row: Mapping[str, str], until: Day, file: str, sha256: str, where: str) -> Total:
    what = row.get("what", "").casefold()
    choices = ", ".join((*WHAT, OPENING, CLOSING))
    need(what in (*WHAT, OPENING, CLOSING), f"{where} is of “{what}”. Nothing was recorded.", choices, "total.what")
    currency = words(row.get("currency", ""), "The currency").upper()
    need(
        len(currency) == 3 and currency.isalpha(),
        f"{where}: “{currency}” is no currency. Nothing was recorded.",
        "Write its three letters, like USD.",
        "total.currency",
    )
    parts = [(by.value, row[by.value]) for by in By if row.get(by.value)]
    ends = what in (OPENING, CLOSING)
    need(
        len(parts) + ends <= 1,
        f"{where} is told apart by more than one thing. Nothing was recorded.",
        "Leave all but one of month, level, event and tender empty.",
        "total.parts",
    )
    part, group = (what, "") if ends else parts[0] if parts else ("", "")
    if part == By.MONTH:
        group = any_month(group)
    amount = _amount(row.get("amount", ""), currency, where)
    return Total(WHAT.get(what, Domain.INVOICES), currency, amount, part, group, until, file, sha256)


def _amount(text: str, currency: str, where: str) -> int:
    """Minor units of "1234.50" or "1,234.50"; nothing is guessed of "1.234,50"."""
    plain = text.strip()
    head, dot, tail = plain.partition(".")
    groups = head.lstrip("-").split(",")
    grouped = len(groups) == 1 or (len(groups[0]) <= 3 and all(len(each) == 3 for each in groups[1:]))
    number = "".join(groups)
    ok = grouped and number.isascii() and number.isdecimal() and (not dot or (tail.isascii() and tail.isdecimal()))
    need(
        ok and len(plain) <= LONGEST_AMOUNT,
        f"{where}: “{plain[:LONGEST_AMOUNT]}” is no amount. Nothing was recorded.",
        "Write it like 1234.50, with a point before the cents.",
        "total.amount",
    )
    places = digits(currency)
    need(
        len(tail.rstrip("0")) <= places,
        f"{where}: “{plain}” has more than {places} places behind the point; {currency} has {places}. "
        "Nothing was recorded.",
        "Write what the report says, to the last cent; nothing is rounded here.",
        "total.places",
    )
    return to_minor(plain.replace(",", ""), currency)


def _until(database: Database, day: str) -> Day:
    """The last day that a total counts, today where none is said. Raises InputError."""
    with database.read() as conn:
        today = day_of(to_instant(database.clock.now()), zone_of(conn))
    read = any_day(day, today) if day else today
    need(
        read <= today, f"{spell(read)} is still to come. Nothing was recorded.", "Give a day until today.", "day.future"
    )
    return read


def sign(database: Database, person: Person, pin: str) -> Entry:
    """The treasurer signs the figures of all money dated up to today, with the own PIN.

    Raises RefusedError (another role; lines without a reason), InputError (no money yet), SignInError, LockedError.
    """
    refuse_others(person)
    at = to_instant(database.clock.now())
    with database.read() as conn:
        body = _figures(conn, at)
    return enter(database, prove(database, person, pin), "money", "signed", body, item="")


def _figures(conn: Connection, at: Instant) -> MoneySigned:
    zone = zone_of(conn)
    papers = ledger.read(conn)
    recorded = known_at(conn, at, zone)
    books = money.books(conn, papers, at, zone, recorded.kept)
    if papers is None or books is None:
        raise InputError(
            "No money was copied from Wild Apricot yet. Nothing was signed.",
            remedy="Copy first.",
            code="money.none",
        )
    asking = books.asking
    if asking:
        names = ", ".join(line.id for line in asking[:3])
        raise RefusedError(
            f"{len(asking):,} lines have no reason yet. Nothing was signed.",
            remedy=f"Write a note to each, or correct it in Wild Apricot: {names}{' …' if len(asking) > 3 else ''}.",
            code="money.unexplained",
        )
    until = day_of(at, zone)
    entered: tuple[EnteredTotal, ...] = attest.totals(recorded)
    rows = treasurer.figures(papers.documents, books.chain, entered, money.notes(recorded.kept), until=until, zone=zone)
    run = conn.execute(select(func.max(tables.run.c.id))).scalar_one() or 0
    return MoneySigned(until, treasurer.digest(rows), rows, run)


def withdraw(database: Database, person: Person, pin: str) -> Entry:
    """The treasurer takes the signature back; no reason is asked for. Raises as ``sign`` does."""
    refuse_others(person)
    with database.read() as conn:
        there = treasurer.newest(registers.read(conn)) is not None
    need(there, "The figures of money are not signed. Nothing was changed.", "There is nothing to do.", "money.none")
    return enter(database, prove(database, person, pin), "money", "withdrew", Withdrew(), item="")


def refuse_others(person: Person) -> None:
    """Raise RefusedError unless the person is a treasurer."""
    if person.role is not Role.TREASURER:
        raise RefusedError(
            f"{person.name} is {person.role} here; the figures of money are signed by the treasurer. "
            "Nothing was signed.",
            remedy="Let the treasurer sign, or add a treasurer under Settings, People.",
            code="person.not_treasurer",
        )


def zone_of(conn: Connection) -> str:
    """The club's zone."""
    return str(settings.get(conn, "club", {}).get("zone", "UTC"))
