from datetime import UTC, datetime

import pytest

from clubos_desktop.practice.filters import FilterError, parse

ROW = {
    "id": 7,
    "archived": False,
    "profile last updated": datetime(2026, 3, 4, 17, 15, 30, tzinfo=UTC),
    "email": "Ann@Example.org",
    "tags": ("Wine", "Outdoors"),
    "renewal due": None,
}


def get(name):
    if name not in ROW:
        raise FilterError(name)
    return ROW[name]


@pytest.mark.parametrize(
    "text",
    [
        "Id eq 7",
        "ID in [5,7]",
        "id in [7]",
        "Archived eq false",
        "'Profile last updated' ge 2026-03-04T09:15:30.000-08:00",
        "'Profile Last Updated' ge '2026-03-04'",
        "'Profile last updated' lt 2026-03-05",
        "Id eq 1 OR Id eq 7",
        "Id eq 7 AND Archived ne true",
        "(Id eq 1 OR Id eq 7) AND (Archived eq false)",
        "Id eq 7 or Id eq 8 and Id eq 9",
        "substringof('Email','example')",
        "Tags in [Wine]",
        "'Renewal due' lt 2020-01-01",
        "Email eq 'ann@example.org'",
        "Id gt 6 and Id le 7",
    ],
)
def test_what_it_lets_through(text):
    assert parse(text)(get)


@pytest.mark.parametrize(
    "text",
    [
        "Id eq 8",
        "Id in []",
        "Archived eq true",
        "'Profile last updated' gt 2026-03-04T09:15:30.000-08:00",
        "Id eq 7 AND Id eq 8",
        "substringof('Email','nobody')",
        "Tags in [Beer]",
    ],
)
def test_what_it_keeps_back(text):
    assert not parse(text)(get)


@pytest.mark.parametrize(
    "text",
    ["Id", "Id eq", "Id blah 7", "Id eq 7 8", "(Id eq 7", "Id in 7", "'Id", "Unknown eq 7", "Id eq x", "Archived eq 3",
     "'Profile last updated' ge yesterday", "substringof(Email", "Id in [1,"],
)  # fmt: skip
def test_what_is_no_filter(text):
    with pytest.raises(FilterError):
        parse(text)(get)
