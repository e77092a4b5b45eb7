"""Days and times as people write them."""

import pytest

from clubos_desktop.model.written import Writing

HERE = Writing("2026-11-24", "GB")
THERE = Writing("2026-11-24", "US")


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("5 Dec 2026", "2026-12-05"),
        ("December 5", "2026-12-05"),
        ("Dec 5, 2026", "2026-12-05"),
        ("Sat 5 Dec 2026", "2026-12-05"),
        ("Saturday, 5. December 2026", "2026-12-05"),
        ("5th of December", "2026-12-05"),
        ("5.12.2026", "2026-12-05"),
        ("5.12.", "2026-12-05"),
        ("5/12/26", "2026-12-05"),
        ("2026-12-05", "2026-12-05"),
        ("today", "2026-11-24"),
        (" Yesterday ", "2026-11-23"),
        ("tomorrow", "2026-11-25"),
        ("Sept 3", "2026-09-03"),
        ("3 Jan", "2027-01-03"),
        ("30/11", "2026-11-30"),
    ],
)
def test_a_day_is_read_as_it_is_written(said: str, day: str) -> None:
    assert HERE.day(said) == day


def test_the_country_says_which_figure_is_the_month() -> None:
    assert (HERE.day("5/12/2026"), THERE.day("5/12/2026")) == ("2026-12-05", "2026-05-12")
    assert THERE.day("5.12.2026") == "2026-12-05", "points are written with the day first everywhere"
    assert (HERE.example("2026-12-05"), THERE.example("2026-12-05")) == (
        "5 Dec 2026 or 5/12/2026",
        "5 Dec 2026 or 12/5/2026",
    )


@pytest.mark.parametrize(
    "said", ["", "soon", "30 Feb", "29 Feb", "31.4.2026", "5 Mayonnaise", "5 Foo 2026", "Decade 5"]
)
def test_what_is_no_day_is_refused(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError means that it is none
        HERE.day(said)


def test_without_a_present_day_only_the_unmistakable_is_read() -> None:
    assert Writing().day("5 Dec 2026") == "2026-12-05"
    for said in ("today", "5 Dec"):
        with pytest.raises(ValueError):  # noqa: PT011
            Writing().day(said)
    with pytest.raises(ValueError):  # noqa: PT011
        Writing().moment("14:30")


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("5 Dec 2026, 14:30", "2026-12-05T14:30"),
        ("Sat 5 Dec 2026, 14:30", "2026-12-05T14:30"),
        ("14:30", "2026-11-24T14:30"),
        ("2:30 pm", "2026-11-24T14:30"),
        ("12 am", "2026-11-24T00:00"),
        ("2pm 5 Dec", "2026-12-05T14:00"),
        ("5 Dec at 2 p.m.", "2026-12-05T14:00"),
        ("yesterday 9:15", "2026-11-23T09:15"),
        ("5.12.2026 14.30", "2026-12-05T14:30"),
        ("5.12. 14:30", "2026-12-05T14:30"),
        ("2026-12-05T14:30", "2026-12-05T14:30"),
        ("2026-12-05T14:30:00Z", "2026-12-05T14:30:00Z"),
        ("2026-12-05", "2026-12-05"),
    ],
)
def test_a_time_is_read_as_it_is_written(said: str, moment: str) -> None:
    assert HERE.moment(said) == moment


@pytest.mark.parametrize("said", ["5 Dec", "25:00", "14:75", "13 pm", "soon 14:30", ""])
def test_what_is_no_time_is_refused(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        HERE.moment(said)


def test_a_month_is_read_as_it_is_written() -> None:
    assert [HERE.month(said) for said in ("Nov 2026", "november 2026", "11/2026", "2026-11")] == ["2026-11"] * 4
    for said in ("2026-13", "13/2026", "Nov"):
        with pytest.raises(ValueError):  # noqa: PT011
            HERE.month(said)
