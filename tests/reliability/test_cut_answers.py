"""Answers that were cut off on the way (R12): made up for, or a failed run; nobody is ever counted as missing."""

import gzip
from dataclasses import replace

import pytest

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import RunState
from tests.reliability.wired import Mirror, Wired, points, truth

KINDS = ("json", "length", "gzip")
"""A body that is cut and says so, one that ends before its stated length, compressed bytes that end early."""

SHORT, LONG = 5, 200


@pytest.fixture(scope="module")
def wired():
    made = Wired()
    yield made
    made.stop()


@pytest.fixture
def mirror(wired, tmp_path):
    wired.spoiled(lambda _request, answer, _number: answer)
    made = Mirror(tmp_path / "club.clubos", wired)
    assert made.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    yield made
    made.close()


def cut(kind, share, times):
    """Cuts the list of contacts at a part of its length, so many times."""
    left = [times]

    def spoil(request, answer, _number):
        if "/contacts" not in request.path.lower() or "$skip" not in request.query or not left[0]:
            return answer
        left[0] -= 1
        body = answer.body
        if kind == "gzip":
            body = gzip.compress(body, 6, mtime=0)
            end = int(len(body) * share)
            return replace(answer, body=body[:end], headers=(*answer.headers, ("Content-Encoding", "gzip")))
        end = int(len(body) * share)
        return replace(answer, body=body[:end]) if kind == "json" else replace(answer, cut=end)

    return spoil


def cut_at(wired, mirror, kind, place):
    known = truth(wired)
    wired.spoiled(cut(kind, place / 1000, 1))
    assert mirror.copy()[Domain.MEMBERS].state is RunState.COMPLETE, "once: it is asked again"
    assert mirror.members() == (known, 0, 0)
    wired.spoiled(cut(kind, place / 1000, 10_000))
    run = mirror.copy()[Domain.MEMBERS]
    assert run.state is RunState.FAILED
    assert run.reason
    assert mirror.members() == (known, 0, 0), "a cut list takes nobody away"
    wired.spoiled(lambda _request, answer, _number: answer)
    assert mirror.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    assert mirror.members() == (known, 0, 0)
    mirror.whole()


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_that_is_cut_takes_nobody_away(wired, mirror, kind):
    for place in points(kind, SHORT // len(KINDS) + 1, 1000):
        cut_at(wired, mirror, kind, place)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_cut_lists(wired, mirror, kind):
    for place in points(f"long {kind}", LONG // len(KINDS) + 1, 1000):
        cut_at(wired, mirror, kind, place)
