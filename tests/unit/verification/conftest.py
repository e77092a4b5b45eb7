"""Evidence by the piece: a club in which everything is well, to be spoilt one thing at a time."""

from dataclasses import replace

import pytest

from clubos_desktop.model.domains import PAIRED, Domain, Side
from clubos_desktop.model.evidence import (
    Attested,
    BookLine,
    Books,
    Comparison,
    CopyFigures,
    CriteriaLock,
    EnteredTotal,
    Evidence,
    FieldFigures,
    RunFigures,
    SignOff,
    StatusCount,
)
from clubos_desktop.model.fields import COMPARED
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.verification.gates import ASKED as CRITERIA
from clubos_desktop.verification.signals import ASKED as SIGNALS
from tests.unit.verification import signing_desk

AT = "2026-12-08T08:00:00.000Z"


def run(identity, side, domain, **changes):
    whole = RunFigures(
        id=identity,
        side=side,
        domain=domain,
        mode=Mode.FULL,
        state=RunState.COMPLETE,
        started="2026-12-08T07:00:00.000Z",
        ended="2026-12-08T07:12:00.000Z",
        source_count=100,
        listed=100,
        stored=100,
        changed=0,
        missing=0,
        requests=3,
        seconds=12.5,
        reason="",
    )
    return replace(whole, **changes)


def copy(side, domain, identity=1, **changes):
    done = run(identity, side, domain)
    whole = CopyFigures(side, domain, done, done, done, times=2, held=100, unlisted=0, gone=0, odd=0)
    return replace(whole, **changes)


def comparison(domain, pairs=100, **changes):
    fields = tuple(FieldFigures(field.name, pairs, 0, 0, 0) for field in COMPARED[domain])
    whole = Comparison(domain, pairs, 0, 0, 0, 0, 0, 0, fields)
    return replace(whole, **changes)


def differing(domain, field, n, pairs=100, once=0):
    whole = comparison(domain, pairs, failing=n, once=once)
    fields = tuple(replace(each, unequal=n, once=once) if each.field == field else each for each in whole.fields)
    return replace(whole, fields=fields)


def attested(identity, **changes):
    return replace(Attested(identity, True, "done", 12, "Ann", "2026-12-01T10:00:00.000Z"), **changes)


@pytest.fixture
def well() -> Evidence:
    """Two complete copies that agree, a whole money chain, every register kept: everything passes."""
    asked = [each.id for each in SIGNALS] + [each.id for criteria in CRITERIA.values() for each in criteria]
    numbers = {(side, domain): place for place, (side, domain) in enumerate(((s, d) for d in Domain for s in Side), 1)}
    return Evidence(
        at=AT,
        club="Lakeside Club",
        zone="America/New_York",
        currency="USD",
        since="2026-09-09",
        copies=tuple(copy(side, domain, identity) for (side, domain), identity in numbers.items()),
        statuses=(StatusCount("active", 90, 90), StatusCount("pending_new", 10, 10)),
        whole=tuple(comparison(domain) for domain in PAIRED),
        members=comparison(Domain.MEMBERS),
        events=comparison(Domain.EVENTS, 20),
        registrations=comparison(Domain.REGISTRATIONS, 200),
        active=comparison(Domain.REGISTRATIONS, 80),
        books=Books((BookLine("2026-11", Domain.INVOICES, "EventRegistration", "USD", 3, 3000, 2000, 2000),), ()),
        entered=(EnteredTotal(Domain.INVOICES, "USD", 3000, "Ann", "2026-12-01T10:00:00.000Z"),),
        doors=(),
        lacking=(),
        looked="2026-12-08T07:00:00.000Z",
        attested=tuple(attested(identity) for identity in asked),
        lock=CriteriaLock("2026-10-01T00:00:00.000Z", "a1b2c3d4", "a1b2c3d4"),
        phase="parallel",
        signoff=SignOff("person:3", "2026-12-01T10:00:00.000Z", "2026-11-30", "f1", "f1"),
    )


@pytest.fixture
def desk(tmp_path):
    made = signing_desk.made(tmp_path)
    yield made
    made.club.close()
