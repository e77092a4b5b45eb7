"""What is seen of e-mails stands beside the question it is about, and nothing is said that was not seen (E50)."""

import pytest

from clubos_desktop.connectors.clubos.probe import scheduled
from clubos_desktop.verification.registers.mailings import PRELOADED, seen


def test_nothing_was_seen_where_nothing_was_tested():
    assert seen({}, {}) == {}


def test_counts_stand_beside_the_messages_they_are_about():
    answers = [{"name": "mail-sent", "answer": "12"}, {"name": "mail-drafts", "answer": "2", "known": False}]
    found = seen({"answers": answers}, {})
    assert set(found) == {"1", "2", "3"}
    assert "in 30 days: 12." in found["1"]
    found = seen({"answers": [{"name": "mail-drafts", "answer": "none", "known": True}]}, {})
    assert found == {"4": "Drafts in Wild Apricot: none. Whether one has a date it shows no program."}
    assert set(found) < {each.number for each in PRELOADED}


@pytest.mark.parametrize(
    ("capability", "said"),
    [
        ({"name": "campaigns", "state": "yes", "detail": "1 of 2 are scheduled"}, "1 of 2 are scheduled"),
        ({"name": "campaigns", "state": "yes"}, "not readable"),
        ({"name": "campaigns", "state": "no endpoint"}, "no page of campaigns"),
        ({"name": "campaigns", "state": "refused", "detail": "x"}, "may not see campaigns"),
    ],
)
def test_campaigns_of_clubos(capability, said):
    found = seen({}, {"capabilities": [{"name": "members", "state": "yes"}, capability]})
    assert said in found["8"]
    assert found["5"] == found["6"] == found["7"] == "ClubOS shows no program what it sends by itself."


def test_of_another_clubos_only_its_own_sending_is_said():
    assert set(seen({}, {"name": "ClubOS", "capabilities": []})) == {"5", "6", "7"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"campaigns":[{"status":"SCHEDULED"},{"status":"DRAFT"},7]}', "1 of 3 are scheduled"),
        (b'[{"status":"Scheduled"}]', "1 of 1 are scheduled"),
        (b'{"data":[]}', "0 of 0 are scheduled"),
        (b'{"total":3}', ""),
        (b'"x"', ""),
        (b"<html>", ""),
    ],
)
def test_only_the_status_of_campaigns_is_read(body, said):
    assert scheduled(body) == said
