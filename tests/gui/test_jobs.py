"""Long jobs on one worker: outcome, order, stopping, acts between two steps, closing while running."""

import gc
import threading
import time
import weakref

from PySide6.QtCore import QObject

from clubos_desktop.job import Progress
from ui.jobs import JobRunner


class Heard(QObject):
    """Notes what it is told and on which thread."""

    def __init__(self):
        super().__init__()
        self.told = []
        self.threads = set()

    def note(self, value=None):
        self.told.append(value)
        self.threads.add(threading.current_thread())


def steps(n, pause=0.0, log=None):
    try:
        for step in range(n):
            yield Progress("Copying", step, n)
            time.sleep(pause)
    finally:
        if log is not None:
            log.append("closed")
    return n


def broken():
    yield Progress("Copying")
    raise ValueError("torn")


def test_a_result_arrives_on_the_screens_thread(qtbot, jobs):
    heard = Heard()
    task = jobs.run(lambda: steps(3), succeeded=heard.note)
    qtbot.waitUntil(lambda: bool(heard.told))
    assert heard.told == [3]
    assert heard.threads == {threading.main_thread()}
    assert not jobs.busy
    assert task.stopping.is_set() is False


def test_a_failure_arrives_as_it_is(qtbot, jobs):
    heard = Heard()
    jobs.run(broken, failed=heard.note)
    qtbot.waitUntil(lambda: bool(heard.told))
    assert isinstance(heard.told[0], ValueError)


def test_work_that_cannot_begin_fails_too(qtbot, jobs):
    heard = Heard()
    jobs.run(lambda: steps("three"), failed=heard.note)
    jobs.run(lambda: 1 / 0, failed=heard.note)
    qtbot.waitUntil(lambda: len(heard.told) == 2)
    assert [type(error) for error in heard.told] == [TypeError, ZeroDivisionError]


def test_stopping_closes_the_generator_and_what_waits_is_never_begun(qtbot, jobs):
    log, heard, begun = [], Heard(), []
    jobs.run(lambda: steps(10_000_000, 0.01, log), cancelled=heard.note, progressed=begun.append)
    jobs.run(lambda: log.append("begun") or steps(1), cancelled=heard.note)
    qtbot.waitUntil(lambda: bool(begun))
    jobs.stop()
    qtbot.waitUntil(lambda: len(heard.told) == 2)
    assert log == ["closed"]


def test_an_act_runs_between_two_steps_of_a_long_job(qtbot, jobs):
    order, acted = [], threading.Event()

    def job():
        while not acted.is_set():  # it ends only when the act was done meanwhile
            yield Progress("Copying")
        order.append("job")
        return 40

    def act():
        order.append("act")
        acted.set()
        return "act"

    done = Heard()
    jobs.run(job, succeeded=done.note)
    jobs.act(act, succeeded=done.note)
    qtbot.waitUntil(lambda: len(done.told) == 2)
    assert order == ["act", "job"]
    assert done.told == ["act", 40]


def test_what_goes_aside_makes_no_act_wait_and_runs_between_the_steps_of_a_job(qtbot, jobs):
    order, acted, judged = [], threading.Event(), threading.Event()

    def job():
        while not judged.is_set():
            yield Progress("Copying")
        order.append("job")

    def aside():
        while not acted.is_set():
            yield Progress("Judging")
        order.append("aside")
        judged.set()

    def act():
        order.append("act")
        acted.set()

    done = Heard()
    jobs.run(job, succeeded=done.note)
    jobs.aside(aside, succeeded=done.note)
    jobs.act(act, succeeded=done.note)
    qtbot.waitUntil(lambda: len(done.told) == 3)
    assert order == ["act", "aside", "job"]


def test_what_goes_aside_is_stopped_by_itself_and_not_by_stop(qtbot, jobs):
    log, heard, begun = [], Heard(), threading.Event()

    def aside(name):
        try:
            while True:
                begun.set()
                yield Progress("Judging")
                if name == "second" and begun.is_set() and log == ["first"]:
                    return name
        finally:
            log.append(name)

    first = jobs.aside(lambda: aside("first"), succeeded=heard.note)
    assert not jobs.busy
    qtbot.waitUntil(begun.is_set)
    jobs.stop()
    jobs.aside(lambda: aside("second"), succeeded=heard.note)
    assert log == []
    first.stop()
    qtbot.waitUntil(lambda: heard.told == ["second"])
    assert log == ["first", "second"]


def test_acts_run_in_the_order_in_which_they_were_asked_for(qtbot, jobs):
    order, go = [], threading.Event()
    jobs.act(go.wait)
    for name in "abc":
        jobs.act(lambda name=name: order.append(name))
    go.set()
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == ["a", "b", "c"]


def test_progress_is_told_but_not_for_every_step(qtbot, jobs):
    progress, done = Heard(), Heard()
    jobs.run(lambda: steps(5_000), succeeded=done.note, progressed=progress.note)
    qtbot.waitUntil(lambda: bool(done.told))
    assert 1 <= len(progress.told) < 1_000
    assert progress.told[0] == Progress("Copying", 0, 5_000)


def test_three_hundred_instant_jobs(qtbot, jobs):
    heard = Heard()
    for _ in range(300):
        jobs.run(lambda: steps(1), succeeded=heard.note)
    qtbot.waitUntil(lambda: len(heard.told) == 300)


def test_busy_is_over_before_success_is_heard(qtbot, jobs):
    class Asking(Heard):
        def note(self, value=None):
            super().note(jobs.busy)

    heard = Asking()
    jobs.run(lambda: steps(2), succeeded=heard.note)
    assert jobs.busy
    qtbot.waitUntil(lambda: bool(heard.told))
    assert heard.told == [False]


class Mortal:
    """Something that notes on which thread it dies, as a widget would."""

    def __init__(self, deaths):
        weakref.finalize(self, lambda: deaths.append(threading.current_thread()))


def working(mortal, ending):
    yield Progress("Copying")
    if ending == "fails":
        raise ValueError(mortal)
    return mortal


def test_what_was_asked_and_what_came_of_it_die_on_the_screens_thread(qtbot, jobs):
    deaths, heard, rounds = [], Heard(), 60

    def ask(ending):
        asked = Mortal(deaths)
        task = jobs.run(lambda: working(asked, ending), succeeded=lambda _: heard.note(), failed=lambda _: heard.note())
        short = jobs.act(lambda: Mortal(deaths), succeeded=lambda _: heard.note())
        for each in (task, short):
            weakref.finalize(each, lambda: deaths.append(threading.current_thread()))

    for ending in ("succeeds", "fails") * (rounds // 2):
        heard.told.clear()
        ask(ending)
        qtbot.waitUntil(lambda: len(heard.told) == 2)
    gc.collect()
    qtbot.waitUntil(lambda: len(deaths) == 4 * rounds)
    assert set(deaths) == {threading.main_thread()}
    assert heard.threads == {threading.main_thread()}


def test_an_act_that_was_begun_is_never_stopped_with_the_jobs(qtbot, jobs):
    heard, begun, go = Heard(), threading.Event(), threading.Event()
    jobs.act(lambda: begun.set() or (go.wait(60) and "done"), succeeded=heard.note)
    assert begun.wait(60)
    jobs.act(lambda: "next", succeeded=heard.note)
    jobs.stop()
    go.set()
    qtbot.waitUntil(lambda: len(heard.told) == 2)
    assert heard.told == ["done", "next"]


def test_what_is_not_told_when_it_closes_is_told_to_nobody(qtbot, qapp):
    told, ended = [], threading.Event()
    runner = JobRunner()

    def read():
        ended.set()
        return "read"

    runner.act(read, succeeded=told.append)
    assert ended.wait(30)
    runner.close()
    qapp.processEvents()
    assert told == []


def test_closing_while_a_job_runs_ends_the_thread(qtbot):
    log, begun = [], []
    runner = JobRunner()
    runner.run(lambda: steps(10_000_000, 0.01, log), progressed=begun.append)
    qtbot.waitUntil(lambda: bool(begun))
    runner.close()
    assert log == ["closed"]
