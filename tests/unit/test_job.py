import pytest

from clubos_desktop.job import Progress, finish


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
