"""A log that is taken over: read, held against the clock, kept with what it covers; the own words of severity."""

import pytest

from clubos_desktop.errors import InputError
from clubos_desktop.verification import health
from clubos_desktop.verification.acts import logs

GOOD = b"2026-12-01T10:00:00Z INFO up\n2026-12-01T11:00:00Z FATAL down\n"


def test_a_log_is_kept_with_what_it_covers(desk):
    entry, found = logs.take(desk.database, desk.actor, GOOD)
    assert (found.lines, found.critical) == (2, 1)
    assert (entry.body.first, entry.body.last) == ("2026-12-01T10:00:00.000Z", "2026-12-01T11:00:00.000Z")
    assert (entry.body.lines, entry.body.critical, len(entry.body.sha256)) == (2, 1, 64)
    longer, _ = logs.take(
        desk.database, desk.actor, GOOD, first="2026-12-01T09:00:00.000Z", last="2026-12-01T10:30:00.000Z"
    )
    assert (longer.body.first, longer.body.last) == ("2026-12-01T09:00:00.000Z", "2026-12-01T11:00:00.000Z")
    with desk.database.read() as conn:
        seen = health.gather(conn, desk.known().at)
        week = health.gather(conn, desk.known().at, 7)
    assert [log.lines for log in seen.logs] == [2, 2]
    assert (week.days, seen.holes) == (7, ())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no time\n", "log.empty"),
        (b"", "log.empty"),
        (b"\x00\x01\x02", "log.no_text"),
        (b"2099-01-01T00:00:00Z later\n", "log"),
    ],
)
def test_what_is_no_log_records_nothing(desk, content, code):
    before = desk.entries()
    with pytest.raises(InputError) as refused:
        logs.take(desk.database, desk.actor, content)
    assert refused.value.code == code
    assert desk.entries() == before


def test_a_log_that_is_too_long_is_handed_over_in_pieces(desk, monkeypatch):
    monkeypatch.setattr(logs, "LARGEST", 10)
    with pytest.raises(InputError) as refused:
        logs.look(desk.database, GOOD)
    assert refused.value.code == "log.size"


def test_the_clubs_own_words(desk):
    logs.set_words(desk.database, desk.actor, {"INFO": "critical"})
    assert logs.look(desk.database, GOOD).critical == 2
    logs.set_words(desk.database, desk.actor, {"info": ""})
    assert logs.look(desk.database, GOOD).critical == 1
    with pytest.raises(InputError) as refused:
        logs.set_words(desk.database, desk.actor, {"info": "dreadful"})
    assert refused.value.code == "log.grade"
