from datetime import UTC, datetime

import pytest

from ui import words
from ui.places import Fold, fold_of

NOW = datetime(2026, 12, 8, 15, 30, tzinfo=UTC)
ZONE = "America/Los_Angeles"


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        ("2026-12-08T15:12:00.000Z", "today, 07:12"),
        ("2026-12-08T07:12:00.000Z", "yesterday, 23:12"),
        ("2026-12-05T15:12:00.000Z", "Sat 5 Dec, 07:12"),
        ("2025-12-05T15:12:00.000Z", "Fri 5 Dec 2025, 07:12"),
    ],
)
def test_a_moment_names_the_month_and_the_clubs_own_time(instant, said):
    assert words.moment(instant, ZONE, NOW) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        ("2026-12-08T15:29:30.000Z", "just now"),
        ("2026-12-08T15:29:00.000Z", "1 minute ago"),
        ("2026-12-08T12:30:00.000Z", "3 hours ago"),
        ("2026-12-01T12:30:00.000Z", "7 days ago"),
        ("2026-12-09T12:30:00.000Z", "just now"),
    ],
)
def test_ages(instant, said):
    assert words.ago(instant, NOW) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(3, "a few seconds left"), (44, "about 40 s left"), (250, "about 4 min left")]
)
def test_time_left(seconds, said):
    assert words.left(seconds) == said


def test_numbers_and_lists():
    assert words.count(1, "difference") == "1 difference"
    assert words.count(1187, "difference") == "1,187 differences"
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.shorten("Ann\n  Illich", 20) == "Ann Illich"
    assert words.shorten("x" * 300, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("width", "scale", "fold"),
    [
        (1920, 1.0, Fold.THREE_COLUMNS),
        (1366, 1.0, Fold.SIDE_BY_SIDE),
        (1093, 1.0, Fold.SYMBOLS),
        (1024, 1.0, Fold.SYMBOLS),
        (1366, 2.0, Fold.ONE_COLUMN),
    ],
)
def test_folding_by_width_and_text_size(width, scale, fold):
    assert fold_of(width, scale) is fold


def test_a_tooltip_shows_what_looks_like_markup_as_it_is():
    assert words.tip("Ann\nLee") == "Ann\nLee"
    assert words.tip("<b>Ann</b> & Bo") == ("<span style='white-space:pre-wrap'>&lt;b&gt;Ann&lt;/b&gt; &amp; Bo</span>")
    assert words.on_button("Tom & Jerry") == "Tom && Jerry"
