from datetime import UTC, datetime, timedelta

import pytest

from clubos_desktop.practice.faults import NAMES, Fault, Faults
from clubos_desktop.practice.wire import Answer, Request, read_request, write_head
from clubos_desktop.practice.world import Limiter, WorldClock


def test_the_limit_is_a_sliding_minute_and_refused_calls_do_not_count():
    limiter = Limiter(3)
    assert [limiter.take(now) for now in (0.0, 10.0, 20.0)] == [0.0, 0.0, 0.0]
    assert limiter.take(30.0) == 30.0
    assert limiter.take(59.9) == pytest.approx(0.1)
    assert limiter.take(60.0) == 0.0
    assert limiter.take(61.0) == 9.0
    assert limiter.refused == 3


def test_never_more_than_the_limit_in_any_minute():
    limiter, gone = Limiter(40), []
    for step in range(2000):
        now = step * 0.37
        if limiter.take(now) == 0.0:
            gone.append(now)
    assert max(sum(start <= moment < start + 60 for moment in gone) for start in gone) == 40


def test_the_clock_runs_faster_and_can_be_advanced():
    real = [100.0]
    clock = WorldClock(datetime(2026, 1, 1, tzinfo=UTC), 60.0, lambda: real[0])
    before = clock.monotonic()
    real[0] += 2.0
    assert clock.now() == datetime(2026, 1, 1, 0, 2, tzinfo=UTC)
    assert clock.monotonic() - before == 120.0
    clock.ahead += timedelta(days=1)
    assert clock.now() == datetime(2026, 1, 2, 0, 2, tzinfo=UTC)
    assert clock.monotonic() - before == 120.0 + 86_400


def request(path="/x"):
    return Request("GET", path, "", {}, {}, b"")


def test_a_fault_lets_some_answers_pass_then_strikes_so_often():
    faults = Faults([Fault("500", path="/x", times=2, skip=1)])
    handle = faults.around("legacy", lambda _request: Answer(200, b"{}"))
    assert [handle(request()).status for _ in range(4)] == [200, 500, 500, 200]
    assert faults.around("clubos", lambda _request: Answer(200))(request()).status == 200


def test_a_429_has_retry_after_only_with_a_value():
    for value in ("", "Wed, 21 Oct 2026 07:28:00 GMT"):
        handle = Faults([Fault("429", value=value)]).around("legacy", lambda _request: Answer(200))
        assert dict(handle(request()).headers).get("Retry-After", "") == value


@pytest.mark.parametrize("name", NAMES)
def test_each_fault_can_be_named_as_a_spell(name):
    fault = Fault.named(name)
    assert fault.times is None or fault.skip == 10


def test_an_unknown_fault_is_refused():
    with pytest.raises(ValueError, match="no fault called"):
        Fault.named("rain")


def test_changing_faults_leave_what_is_no_json_alone():
    for name in ("wrong-types", "duplicate-ids", "renamed-field"):
        handle = Faults([Fault(name)]).around("legacy", lambda _request: Answer(200, b"a,b", "text/csv"))
        assert handle(request()).body == b"a,b"


def test_requests_are_read_with_their_query():
    made = read_request(b"GET /a%20b?x=1&y=%2B&x=2 HTTP/1.1\r\nHost: h\r\nX-Name:  v ", b"body")
    assert (made.method, made.path, made.raw_query) == ("GET", "/a b", "x=1&y=%2B&x=2")
    assert made.query == {"x": "2", "y": "+"}
    assert made.headers == {"host": "h", "x-name": "v"}
    assert read_request(b"nonsense", b"") is None


def test_heads_are_written_for_any_status():
    head = write_head(Answer(429, b"", None, (("Retry-After", "3"),)), 0, keep=True).decode()
    assert head.startswith("HTTP/1.1 429 Too Many Requests\r\n")
    assert "Retry-After: 3" in head
    assert "Content-Type" not in head
    assert write_head(Answer(299), 5, keep=False).startswith(b"HTTP/1.1 299 Status")
