"""What was paid on an invoice costs one call an invoice: a copy asks only where something moved, and all in 30 days."""

from datetime import timedelta

import pytest

from clubos_desktop.connectors import wild_apricot
from clubos_desktop.diff.rules import default_rules
from clubos_desktop.errors import InputError
from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain, Side
from clubos_desktop.model.runs import Mode, RunState
from clubos_desktop.model.time import to_instant
from clubos_desktop.practice.club import make
from clubos_desktop.practice.serve import serve
from clubos_desktop.practice.world import Switches
from clubos_desktop.store import views
from clubos_desktop.store.database import Database
from clubos_desktop.sync import recheck
from clubos_desktop.sync.copy import copy
from tests.support.scripted import Unlimited
from tests.unit.sync.club import KEY, HandClock

MONEY = [Domain.INVOICES, Domain.PAYMENTS, Domain.ALLOCATIONS]
RULES = default_rules("America/Los_Angeles", "US", "USD")


class Bench:
    """The practice club's money, copied into a workspace's database."""

    def __init__(self, serving, ledger, database, clock):
        self.serving, self.ledger, self.database, self.clock = serving, ledger, database, clock
        self.legacy = serving.world.club.legacy
        self.source = wild_apricot.connect(
            serving.addresses.legacy_key,
            api_url=serving.addresses.legacy_api_url,
            auth_url=serving.addresses.legacy_auth_url,
            ledger=ledger,
            clock=clock,
            budget=Unlimited(),
            accepted=lambda domain: tuple(self.read(views.current, Side.LEGACY, domain)),
            recheck=lambda: self.read(recheck.gather, Side.LEGACY),
        )
        self.account = finish(self.source.check())

    def read(self, what, *arguments):
        with self.database.read() as conn:
            found = what(conn, *arguments)
            return found if not hasattr(found, "__next__") else list(found)

    def copy(self, mode=Mode.FULL):
        """Copies; returns how many invoices were asked for, and the run of allocations."""
        self.ledger.calls.clear()
        runs = finish(
            copy(
                {Side.LEGACY: (self.source, self.account)},
                self.database,
                mode=mode,
                clock=self.clock,
                actor="person:1",
                domains=MONEY,
                rules=RULES,
            )
        )
        assert {run.state for run in runs} == {RunState.COMPLETE}
        return sum("InvoiceId=" in path for _, path, _ in self.ledger.calls), runs[-1]

    def held(self):
        return {int(one.key): one.amount for one in self.read(views.current, Side.LEGACY, Domain.ALLOCATIONS)}

    def missing(self):
        return self.read(lambda conn: {total.domain: total.missing for total in views.totals(conn)})[Domain.ALLOCATIONS]

    def edit(self, act):
        def inside():
            act()
            self.legacy.revision += 1

        self.serving.inside(inside)

    @property
    def part(self):
        """An allocation that stands on an invoice by itself."""
        parts = [one for one in self.legacy.allocations.values() if one.invoice is not None]
        invoices = [one.invoice for one in parts]
        return next(one for one in parts if invoices.count(one.invoice) == 1)


@pytest.fixture
def bench(tmp_path, ledger, closing):
    clock = HandClock()
    database = Database.create(tmp_path / "club.clubos", KEY, clock=clock)
    with serve(make(60, 5), switches=Switches(limits=False)) as served:
        made = Bench(served, ledger, database, clock)
        closing.append(made.source)
        yield made
        assert served.world.writes["legacy"] == 0
    database.close()


def test_a_second_full_copy_asks_for_no_invoice_again_and_ends_as_whole(bench):
    first, run = bench.copy()
    assert first > 30
    assert run.mode is Mode.FULL
    held = bench.held()
    assert held
    for mode in (Mode.FULL, Mode.INCREMENTAL):
        asked, run = bench.copy(mode)
        assert (asked, run.mode, run.listed, run.source_count, run.stored) == (0, Mode.INCREMENTAL, 0, *[len(held)] * 2)
        assert run.reason == "0 invoices that changed were asked for; all are asked again by 31 Dec 2026."
    assert bench.held() == held
    assert bench.missing() == 0


def test_only_what_moved_is_asked_again_and_what_is_gone_is_noticed_twice(bench):
    bench.copy()
    part = bench.part

    def take_away():
        del bench.legacy.allocations[part.id]
        bench.legacy.invoices[part.invoice].paid = 0

    bench.edit(take_away)
    asked, _ = bench.copy()
    assert (asked, bench.missing()) == (1, 1)
    assert part.id in bench.held()
    asked, _ = bench.copy()
    assert (asked, bench.missing()) == (1, 0)  # seen to be away a second time, by asking again
    assert part.id not in bench.held()
    assert bench.copy()[0] == 0
    assert part.id not in bench.held()


def test_a_payment_that_moved_has_its_invoices_asked_again(bench):
    bench.copy()
    part = bench.part
    bench.edit(lambda: setattr(bench.legacy.payments[part.payment], "refunded", 7))
    payments = {one.payment for one in bench.legacy.allocations.values() if one.invoice == part.invoice}
    touched = {one.invoice for one in bench.legacy.allocations.values() if one.payment in payments and one.invoice}
    assert bench.copy()[0] == len(touched)


def test_all_are_asked_again_after_thirty_days_or_as_many_as_are_set(bench):
    first, _ = bench.copy()
    bench.clock.at += timedelta(days=29)
    assert bench.copy()[0] == 0
    bench.clock.at += timedelta(days=1)
    again, run = bench.copy(Mode.INCREMENTAL)
    assert (again, run.mode) == (first, Mode.FULL)
    recheck.set_days(bench.database, 3, actor="person:1")
    with bench.database.read() as conn:
        assert recheck.next_time(conn)[:13] == to_instant(bench.clock.at + timedelta(days=3))[:13]
    with pytest.raises(InputError, match="after 1 to 365 days"):
        recheck.set_days(bench.database, 0, actor="person:1")
    bench.clock.at += timedelta(days=3)
    assert bench.copy()[0] == first
