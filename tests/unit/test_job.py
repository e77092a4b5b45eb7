import threading

import pytest

from clubos_desktop.job import Progress, finish, waiting


def _counting(to):
    for done in range(to):
        yield Progress("Counting", done, to)
    return to * 2


def test_a_job_is_driven_to_its_result_and_told_of():
    told = []
    assert finish(_counting(3), told.append) == 6
    assert [progress.done for progress in told] == [0, 1, 2]
    assert finish(_counting(0)) == 0


def test_an_error_in_a_job_comes_out():
    def failing():
        yield Progress("Half way", 1, 2)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        finish(failing())


def test_an_answer_from_outside_is_waited_for_with_signs_of_life():
    asked = threading.Event()
    job = waiting(lambda: asked.wait() and 7, "Asking")
    assert next(job) == Progress("Asking")
    asked.set()
    assert finish(job) == 7

    def refused():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        finish(waiting(refused, "Asking"))


def test_closing_the_job_waits_for_no_answer():
    asked, answered = threading.Event(), threading.Event()

    def answer():
        asked.wait()
        answered.set()

    job = waiting(answer, "Asking")
    next(job)
    job.close()  # came back although nobody has answered
    assert not answered.is_set()
    asked.set()
    assert answered.wait(60)
