"""Trouble from some call of a run on (R14): the run fails with a cause, and the next goes on where it stopped.

Troubles of one call alone are in tests/contract/test_troubles.py: eleven kinds at each of sixty calls of both systems.
"""

from dataclasses import replace

import pytest

from clubos_desktop.job import finish
from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import RunState
from clubos_desktop.practice.faults import LOGIN_PAGE
from clubos_desktop.practice.wire import HTML
from tests.reliability.wired import Mirror, Wired, points, truth

SPOILS = {
    "500": lambda answer: replace(answer, status=500, body=b""),
    "502": lambda answer: replace(answer, status=502, body=b"<html>bad gateway</html>", kind=HTML),
    "503": lambda answer: replace(answer, status=503, body=b""),
    "504": lambda answer: replace(answer, status=504, body=b""),
    "no answer in time": lambda answer: replace(answer, delay=2.0),
    "reset": lambda answer: replace(answer, reset=True),
    "reset in the middle": lambda answer: replace(answer, cut=max(1, len(answer.body) // 2)),
    "captive portal": lambda answer: replace(answer, body=LOGIN_PAGE, kind=HTML),
    "redirect": lambda answer: replace(answer, status=302, headers=(("Location", "http://portal.example/"),)),
}
DOMAINS = (Domain.MEMBERS, Domain.EVENTS)
STOPPED = (RunState.FAILED, RunState.PARTIAL)
"""Not taken over; partial where pages were landed, from which the next run goes on."""


@pytest.fixture(scope="module")
def wired():
    made = Wired()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def most(wired, tmp_path_factory):
    """Calls of a whole copy of these domains: the trouble begins at one of them."""
    mirror = Mirror(tmp_path_factory.mktemp("most") / "club.clubos", wired)
    with mirror.source() as source:
        mirror.account = finish(source.check())
    wired.spoiled(lambda _request, answer, _number: answer)
    mirror.copy(domains=DOMAINS)
    mirror.close()
    return wired.calls


def from_call(kind, number):
    def spoil(_request, answer, call):
        return answer if call < number else SPOILS[kind](answer)

    return spoil


def troubled(wired, folder, kind, number):
    wired.spoiled(lambda _request, answer, _number: answer)
    mirror = Mirror(folder / f"{kind} {number}.clubos", wired)
    with mirror.source() as source:
        mirror.account = finish(source.check())
    wired.spoiled(from_call(kind, number))
    first = mirror.copy(domains=DOMAINS, timeout=0.3)
    failed = [run for run in first.values() if run.state in STOPPED]
    assert failed, f"{kind} from call {number} on went unseen"
    assert all(run.reason for run in failed)
    assert {run.state for run in first.values()} <= {*STOPPED, RunState.COMPLETE}
    keys, missing, gone = mirror.members()
    assert (missing, gone) == (0, 0)
    assert keys in (set(), truth(wired)), "a part of a list is never taken over"
    wired.spoiled(lambda _request, answer, _number: answer)
    again = mirror.copy(domains=DOMAINS)
    assert {run.state for run in again.values()} == {RunState.COMPLETE}
    assert mirror.members() == (truth(wired), 0, 0)
    mirror.whole()
    calls = wired.calls
    mirror.close()
    return calls


@pytest.mark.parametrize("kind", SPOILS)
def test_a_run_that_fails_goes_on_later_and_nobody_is_missing(wired, tmp_path, most, kind):
    troubled(wired, tmp_path, kind, points(kind, 1, most)[0] + 1)


@pytest.mark.long
@pytest.mark.parametrize("kind", SPOILS)
def test_trouble_from_every_call_on(wired, tmp_path, most, kind):
    for number in range(1, most + 1):
        troubled(wired, tmp_path, kind, number)
    print(f"{kind}: from each of {most} calls on")


def test_the_next_run_asks_only_for_what_is_left(wired, tmp_path):
    wired.spoiled(lambda _request, answer, _number: answer)
    events = len(wired.club.legacy.events)
    assert events > 25, "more than one landed page"
    whole = Mirror(tmp_path / "whole.clubos", wired)
    whole.copy(domains=(Domain.EVENTS,))
    for_all = wired.calls
    whole.close()
    mirror = Mirror(tmp_path / "broken.clubos", wired)
    wired.spoiled(from_call("503", 34))
    assert mirror.copy(domains=(Domain.EVENTS,))[Domain.EVENTS].state in STOPPED
    wired.spoiled(lambda _request, answer, _number: answer)
    assert mirror.copy(domains=(Domain.EVENTS,))[Domain.EVENTS].state is RunState.COMPLETE
    assert wired.calls <= for_all - 25, "the page that was landed is not read again"
    mirror.close()
