"""Garbage: on the screen's thread alone, the young often, everything only while nothing runs."""

import gc
import threading
import weakref

import pytest

from ui.collecting import ALL_AFTER, AT_LAST, Collector


class Circle:
    """Dies only by a collection, and notes on which thread."""

    def __init__(self, deaths):
        self.itself = self
        weakref.finalize(self, lambda: deaths.append(threading.current_thread()))


@pytest.fixture
def own(qtbot, collector):
    made = Collector(collector)
    made._timer.stop()
    yield made
    made.deleteLater()


def old(deaths):
    """A circle in the oldest generation."""
    circle = Circle(deaths)
    gc.collect(1)
    gc.collect(1)
    assert any(each is circle for each in gc.get_objects(2))


def test_young_circles_die_at_the_next_look_on_the_screens_thread(own):
    deaths = []

    def work():
        for _ in range(2_000):  # more than Python itself would leave alone
            Circle(deaths)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert not deaths
    own.collect()
    assert len(deaths) == 2_000
    assert set(deaths) == {threading.main_thread()}


def test_old_circles_wait_until_nothing_runs(own):
    deaths = []
    old(deaths)
    own.set_busy(True)
    for _ in range(2 * ALL_AFTER):
        own.collect()
    assert not deaths
    own.set_busy(False)
    own.collect()
    assert len(deaths) == 1


def test_old_circles_die_at_last_whatever_runs(own):
    deaths = []
    old(deaths)
    own.set_busy(True)
    own._looks = AT_LAST - 1
    own.collect()
    assert len(deaths) == 1


def test_what_is_loaded_is_not_looked_at_again(own):
    marker = [object() for _ in range(3)]
    own.settle()
    assert not any(each is marker for each in gc.get_objects())
    assert gc.get_freeze_count() > 1_000
