"""Calls and the windows of the budget."""

import threading

import pytest

from clubos_desktop.connectors.budget import SlidingBudget
from clubos_desktop.model.domains import Side
from clubos_desktop.store import tables
from clubos_desktop.store.ledger import StoreBuckets, StoreLedger


def calls(database):
    with database.read() as connection:
        return connection.execute(tables.call.select().order_by(tables.call.c.id)).all()


def test_calls_are_written_in_batches_and_the_rest_at_the_flush(database):
    ledger = StoreLedger(database)
    for number in range(130):
        ledger.call(Side.LEGACY, "GET", f"/v2.2/contacts/{number}", 200, 12.6)
    assert len(calls(database)) == 128
    ledger.call(Side.CLUBOS, "GET", "/api/v1/members", None, 1.0)
    ledger.flush()
    ledger.flush()
    rows = calls(database)
    assert len(rows) == 131
    assert rows[0][1:] == ("2026-03-04T12:00:00.000Z", "legacy", "GET", "/v2.2/contacts/0", 200, 13)
    assert rows[-1].status is None


def test_calls_from_many_threads_are_all_there(database):
    ledger = StoreLedger(database)

    def work():
        for _ in range(100):
            ledger.call(Side.LEGACY, "GET", "/x", 200, 1.0)

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.flush()
    assert len(calls(database)) == 500


def test_a_full_batch_waits_while_somebody_writes(database):
    ledger = StoreLedger(database)
    with database.landing():

        def work():
            for _ in range(70):
                ledger.call(Side.LEGACY, "GET", "/x", 200, 1.0)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(60)
        assert not thread.is_alive()
    ledger.flush()
    assert len(calls(database)) == 70


def test_windows_survive_a_restart(database):
    StoreBuckets(database).save("legacy 1", "list", [1.25, 2.5])
    StoreBuckets(database).save("legacy 1", "one", [])
    StoreBuckets(database).save("legacy 2", "list", [9.0])
    StoreBuckets(database).save("legacy 1", "list", [2.5, 3.0])
    assert StoreBuckets(database).load("legacy 1", "list") == [2.5, 3.0]
    assert StoreBuckets(database).load("legacy 1", "other") == []


def test_a_window_that_could_not_be_saved_is_saved_with_the_next_call(database):
    buckets = StoreBuckets(database)
    with database.landing():
        thread = threading.Thread(target=buckets.save, args=("legacy 1", "list", [1.0]))
        thread.start()
        thread.join(60)
    assert buckets.load("legacy 1", "list") == []
    buckets.save("legacy 1", "one", [2.0])
    assert buckets.load("legacy 1", "list") == [1.0]


def test_a_budget_goes_on_where_it_was_before_a_restart(database, clock):
    def budget():
        return SlidingBudget({"list": 4}, clock=clock, account="legacy 1", share=1.0, store=StoreBuckets(database))

    first = budget()
    for _ in range(4):
        assert first.take("list") == 0.0
        first.settle("list")
    clock.sleep(20)
    assert budget().take("list") == pytest.approx(40.0)
    clock.sleep(40.1)
    assert budget().take("list") == 0.0
