"""Answers that are nonsense in every way (R11): no traceback, nothing written from an invalid page, each with a reason.

5,000 mutated answers from fixed seeds; 500 of them in every run, all of them with ``-m long``.
"""

import copy as copying
import json
import random

import msgspec
import pytest

from clubos_desktop.connectors import clubos, wild_apricot
from clubos_desktop.connectors.failures import TransientError
from clubos_desktop.connectors.wire import Answer, Request, check_contents
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.errors import ContractError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Account, Listing, Mode, Page, RunState
from clubos_desktop.practice import clubos_json, legacy_json
from clubos_desktop.practice.club import make
from clubos_desktop.store import views
from clubos_desktop.store.database import Database
from clubos_desktop.sync.copy import copy
from clubos_desktop.sync.declared import CONTRACTS
from clubos_desktop.sync.shapes import Watcher
from tests.unit.sync.club import HandClock

ZONE, CURRENCY = "America/Los_Angeles", "USD"
LEGACY, CLUBOS = wild_apricot.reader(ZONE, CURRENCY), clubos.reader(ZONE, CURRENCY)
CANARY = "ann.canary@example.org"
SHORT, LONG, AT_ONCE = 10, 100, 50


def bodies():
    """A good page of each kind, whose texts are canaries."""
    club = make(60, 5)
    data, target = club.legacy, club.clubos
    contacts = [legacy_json.contact(row) for row in list(data.contacts.values())[:12]]
    events = [legacy_json.event(row, (1, 2, 0), (0, 0)) for row in list(data.events.values())[:6]]
    registrations = [
        legacy_json.registration(row, data.events[row.event], data.contacts.get(row.contact))
        for row in list(data.registrations.values())[:12]
    ]
    invoices = [legacy_json.invoice(row, data.contacts) for row in list(data.invoices.values())[:12]]
    members = [clubos_json.member(row) for row in list(target.members.values())[:12]] or [
        {"id": "c1", "firstName": "A", "lastName": "B", "email": CANARY, "status": "Active"}
    ]
    for row in contacts:
        row["Email"] = row["FirstName"] = CANARY
    return [
        (Side.LEGACY, Domain.MEMBERS, {"Contacts": contacts}),
        (Side.LEGACY, Domain.EVENTS, events),
        (Side.LEGACY, Domain.REGISTRATIONS, registrations),
        (Side.LEGACY, Domain.INVOICES, {"Invoices": invoices}),
        (Side.CLUBOS, Domain.MEMBERS, {"data": members}),
    ]


GOOD = bodies()
VALUES = [
    None,
    True,
    0,
    -1,
    10**30,
    1e308,
    float("nan"),
    "",
    CANARY,
    "x" * 3000,
    [],
    {},
    [[]],
    {"Id": None},
    "0001-01-01",
]


def places(value, found):
    """Every (holder, key) in a JSON tree."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        found.append((value, key))
        places(part, found)
    return found


def nested(depth):
    return b'{"Contacts":' + b"[" * depth + b"]" * depth + b"}"


WHOLE = (
    lambda body, _dice: b"\xef\xbb\xbf" + body,
    lambda body, _dice: body.decode().encode("utf-16"),
    lambda body, _dice: body.replace(b"a", b"\xff", 3),
    lambda body, _dice: body.replace(b'"Id"', b'"Id":7,"Id"', 2),
    lambda body, _dice: body.replace(b"Ann", b"\\ud800"),
    lambda _body, _dice: b"<!DOCTYPE html><html><body>Log in</body></html>",
    lambda _body, dice: nested(dice.choice([10, 1000, 100_000])),
    lambda body, dice: body[: dice.randrange(len(body))],
    lambda body, dice: body + bytes(dice.randrange(256) for _ in range(dice.randrange(1, 9))),
    lambda body, _dice: body.replace(b":", b": NaN, ", 1),
    lambda _body, _dice: b"",
    lambda _body, _dice: b"null",
    lambda _body, _dice: b'{"Contacts":null,"data":7}',
    lambda body, _dice: body + b" " * 10_000_000,
)
"""Mutations of the bytes: charsets, double keys, surrogates, web pages, deep nests, cuts, 10 MB of blanks."""


def mutated(seed):
    """One mutated page."""
    dice = random.Random(seed)
    side, domain, good = dice.choice(GOOD)
    tree = copying.deepcopy(good)
    if dice.random() < 0.25:
        return side, domain, dice.choice(WHOLE)(json.dumps(tree).encode(), dice)
    for _ in range(dice.choice([1, 1, 2, 5])):
        there = places(tree, [])
        if not there:
            break
        holder, key = dice.choice(there)
        try:
            act = dice.randrange(4)
            if act == 0:
                del holder[key]
            elif act == 1 and isinstance(holder, dict):
                holder[f"{key}New"] = holder.pop(key)
            else:
                holder[key] = dice.choice(VALUES)
        except (KeyError, IndexError):
            continue
    return side, domain, json.dumps(tree).encode()


def read(side, domain, body):
    """What becomes of a body: the records, or the reason why not; nothing else may be raised."""
    reader = LEGACY if side is Side.LEGACY else CLUBOS
    try:
        check_contents("The system", Answer(Request("/x"), 200, body, "application/json"))
        raws = reader.split(domain, body)
    except (TransientError, ContractError) as error:
        said = error.told.sentence if isinstance(error, TransientError) else " ".join(error.faults)
        assert said
        assert CANARY not in said
        return None
    watcher = Watcher(CONTRACTS["wild-apricot" if side is Side.LEGACY else "clubos"][domain])
    for raw in raws:
        watcher.look(raw)
    assert watcher.seen.n <= len(raws)
    reading = reader.parse(domain, raws)
    assert len(reading.records) <= len(raws)
    assert reading.faults or len(reading.records) == len(raws)
    for fault in reading.faults:
        assert fault.what
        assert CANARY not in fault.where + fault.what
    for record in reading.records:
        msgspec.msgpack.encode(record)  # what is read can be kept
    return None if reading.faults else reading.records


@pytest.mark.parametrize(
    "block", [pytest.param(n, marks=[pytest.mark.long] if n >= SHORT else []) for n in range(LONG)]
)
def test_a_mutated_answer_is_read_or_has_its_reason(block):
    outcomes = [read(*mutated(block * AT_ONCE + n)) is None for n in range(AT_ONCE)]
    assert any(outcomes)
    assert not all(outcomes)


class Fuzzed:
    """A source of one page, whose bytes a test chooses."""

    side = Side.LEGACY
    domains = (Domain.MEMBERS,)

    def __init__(self):
        self.body = b""

    def check(self):
        yield from ()
        return Account(self.side, "wild-apricot", "1", "Club", ZONE, CURRENCY)

    def reader(self, _account):
        return LEGACY

    def pages(self, domain, _mode, **_more):
        yield Page(domain, self.body, "end")
        n = len(GOOD[0][2]["Contacts"])
        return Listing(n, n, None)

    def close(self):
        pass


def test_nothing_is_written_from_a_page_that_cannot_be_read(tmp_path):
    clock, source = HandClock(), Fuzzed()
    database = Database.create(tmp_path / "club.clubos", bytes(range(32)), clock=clock)
    account = finish(source.check())

    def press():
        clock.sleep(90_000)
        job = copy(
            {Side.LEGACY: (source, account)},
            database,
            mode=Mode.FULL,
            clock=clock,
            actor="Anna",
            rules=default_rules(ZONE, "US", CURRENCY),
        )
        (run,) = finish(job)
        return run

    def held():
        with database.read() as conn:
            return {each.key: each for each in views.current(conn, Side.LEGACY, Domain.MEMBERS)}

    source.body = json.dumps(GOOD[0][2]).encode()
    assert press().state is RunState.COMPLETE
    stopped = 0
    for seed in range(400):
        side, domain, body = mutated(seed)
        if (side, domain) != (Side.LEGACY, Domain.MEMBERS) or len(body) > 1_000_000:
            continue
        before = held()
        source.body = body
        run = press()
        good = read(side, domain, body)
        if run.state is RunState.COMPLETE:
            assert good is not None
            continue
        stopped += 1
        assert run.reason
        assert CANARY not in run.reason
        assert held() == before
    assert stopped >= 20
    database.close()
