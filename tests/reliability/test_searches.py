"""A search in place of a list (R16): it never ends, fails, is forgotten, or shows only some. Never a short success."""

from dataclasses import replace

import msgspec
import pytest

from clubos_desktop.model.domains import Domain
from clubos_desktop.model.runs import RunState
from tests.reliability.wired import Mirror, Wired, truth


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


def search(**said):
    return {"ResultId": "7f3e", "State": "Waiting"} | said


def listed(answer, most):
    body = msgspec.json.decode(answer.body)
    return {"Contacts": body["Contacts"][:most] if isinstance(body, dict) else body[:most]}


def json(answer, body):
    return replace(answer, status=200, body=msgspec.json.encode(body))


class Searching:
    """Answers the list with a search, and its result with what the case says. ``polls`` counts how often it asks."""

    def __init__(self, first, result):
        self.first, self.result, self.polls, self.page = first, result, 0, None

    def __call__(self, request, answer, _number):
        if "/contacts" not in request.path.lower() or "$count" in request.query:
            return answer
        if "resultId" in request.query:
            self.polls += 1
            return self.result(self, answer)
        self.page = answer
        return self.first(self, answer)


def waits(_self, answer):
    return json(answer, search())


CASES = {
    "it never ends": Searching(waits, lambda _self, answer: json(answer, search(State="Processing"))),
    "it fails": Searching(waits, lambda _self, answer: json(answer, search(State="Failed"))),
    "it is forgotten": Searching(waits, lambda _self, answer: replace(answer, status=404, body=b"{}")),
    "it runs out": Searching(waits, lambda _self, answer: replace(answer, status=400, body=b'{"code":"Expired"}')),
    "it shows a third": Searching(
        waits, lambda self, _: json(self.page, search(State="Complete") | listed(self.page, 20))
    ),
    "it shows nobody": Searching(waits, lambda self, _: json(self.page, search(State="Complete", Contacts=[]))),
    "only the first page, no search": Searching(lambda _self, answer: json(answer, listed(answer, 20)), waits),
    "complete without a list": Searching(waits, lambda _self, answer: json(answer, search(State="Complete"))),
}


@pytest.mark.parametrize("case", CASES)
def test_a_search_that_goes_wrong_is_a_failed_run_and_nobody_is_missing(wired, mirror, case):
    wired.spoiled(CASES[case])
    run = mirror.copy()[Domain.MEMBERS]
    assert run.state in (RunState.FAILED, RunState.PARTIAL, RunState.HELD), run
    assert run.reason
    assert mirror.members() == (truth(wired), 0, 0)
    assert CASES[case].polls <= 200, "it stops asking"
    wired.spoiled(lambda _request, answer, _number: answer)
    assert mirror.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    mirror.whole()


def test_a_search_that_ends_well_gives_everybody(wired, mirror):
    wired.spoiled(
        Searching(
            waits,
            lambda self, answer: (
                json(self.page, search(State="Complete") | listed(self.page, 1000))
                if self.polls > 3
                else json(answer, search(State="Processing"))
            ),
        )
    )
    assert mirror.copy()[Domain.MEMBERS].state is RunState.COMPLETE
    assert mirror.members() == (truth(wired), 0, 0)
