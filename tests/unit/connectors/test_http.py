import threading
import time

import pytest

from clubos_desktop.connectors import wire
from clubos_desktop.connectors.budget import SlidingBudget
from clubos_desktop.connectors.waits import LONGEST_WAIT, MOST_SHOWN, retry_after
from clubos_desktop.connectors.wire import Request
from clubos_desktop.errors import ClubOSError, NetworkError
from clubos_desktop.job import finish
from tests.support.scripted import answers, ok, status, told


def ask(http, standing, request=None):
    return told(http.ask(request or Request("/x"), standing))


def test_server_faults_are_retried_with_growing_waits(connect, server, standing, clock, ledger):
    server.give(status(500), status(502), status(504), ok(b"[1]"))
    answer, labels = ask(connect(), standing)
    assert answer.body == b"[1]"
    assert 3.5 <= clock.seconds <= 10.5
    assert [call[2] for call in ledger.calls] == [500, 502, 504, 200]
    assert any("trying again" in label for label in labels)


def test_retries_end_with_a_sentence(connect, server, standing):
    server.give(status(503))
    with pytest.raises(NetworkError) as caught:
        ask(connect(), standing)
    assert (caught.value.code, len(server.seen)) == ("server", 5)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("drop", "broken-off"),
        (ok(b'{"a": 1'), "unreadable"),
        (ok(b"[" * 5000 + b"]" * 5000), "unreadable"),
        (ok(b""), "unreadable"),
        (ok(b"[1]", **{"x-stated-length": "100"}), "broken-off"),
        ((200, {"content-type": "text/html"}, b"<html>Sign in</html>"), "html-answer"),
        (ok(b"  <!DOCTYPE html>"), "html-answer"),
        (ok(b"\x1f\x8bxx", **{"content-encoding": "gzip"}), "broken-off"),
    ],
)
def test_unusable_answers_are_retried_and_then_told(connect, server, standing, answer, code):
    server.give(answer)
    with pytest.raises(NetworkError) as caught:
        ask(connect(), standing)
    assert (caught.value.code, len(server.seen)) == (code, 5)
    assert "Nothing was changed" in caught.value.sentence


def test_unusable_answer_once_is_made_up_for(connect, server, standing):
    server.give(ok(b'{"a"'), "drop", ok(b"[2]"))
    assert ask(connect(), standing)[0].body == b"[2]"


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_redirects_are_not_followed(connect, server, standing, code):
    server.give(status(code, location="http://127.0.0.1:9/elsewhere"))
    with pytest.raises(NetworkError) as caught:
        ask(connect(), standing)
    assert (caught.value.code, len(server.seen)) == ("redirected", 1)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (400, "unexpected-status"),
        (403, "rights"),
        (404, "unexpected-status"),
        (428, "terms"),
        (204, "unexpected-status"),
    ],
)
def test_refusals_end_at_once(connect, server, standing, given, code):
    server.give(status(given))
    with pytest.raises(ClubOSError) as caught:
        ask(connect(), standing)
    assert (caught.value.code, len(server.seen)) == (code, 1)


def test_nobody_listening_is_told_after_retries(connect, server, standing, ledger):
    server.close()
    with pytest.raises(NetworkError) as caught:
        ask(connect(), standing)
    assert caught.value.code == "connect"
    assert [call[2] for call in ledger.calls] == [None] * 5


def test_silence_is_told_as_time_out(connect, server, standing):
    def late(_):
        time.sleep(0.3)
        return ok()

    server.give(late)
    with pytest.raises(NetworkError) as caught:
        ask(connect(timeout=0.05), standing, Request("/x", patience=1))
    assert caught.value.code == "timeout"


def test_an_answer_that_drips_for_ever_is_told_as_time_out(connect, server, standing, monkeypatch):
    monkeypatch.setattr(wire, "LONGEST", -1.0)
    server.give(ok(b"[1]"))
    with pytest.raises(NetworkError) as caught:
        ask(connect(), standing, Request("/x", patience=1))
    assert caught.value.code == "timeout"


@pytest.mark.parametrize("path", ["/x\n", "/x\x00"])
def test_an_id_that_no_address_can_hold_is_told(connect, server, standing, path):
    server.give(ok())
    with pytest.raises(NetworkError) as caught:
        ask(connect(), standing, Request(path))
    assert caught.value.code == "unreadable"


@pytest.mark.parametrize(
    ("value", "seconds", "asked"),
    [
        (None, 60, None),
        ("7", 7, None),
        ("0.5", 0.5, None),
        ("Wed, 04 Mar 2026 12:01:30 GMT", 90, None),
        ("Wed, 04 Mar 2026 11:00:00 GMT", 60, None),
        ("-5", 60, None),
        ("0", 60, None),
        ("soon", 60, None),
        ("nan", 60, None),
        ("31536000", LONGEST_WAIT, 31536000),
        ("inf", LONGEST_WAIT, MOST_SHOWN),
        ("Thu, 04 Mar 2027 12:00:00 GMT", LONGEST_WAIT, 365 * 86400),
        ("Wed, 04 Mar 2026 12:00:10 -0000", 10, None),
    ],
)
def test_wish_to_wait(clock, value, seconds, asked):
    assert retry_after(value, clock.now()) == (seconds, asked)


def test_too_many_calls_waits_as_told_and_goes_on(connect, server, standing, clock):
    server.give(status(429, retry_after="17"), ok())
    _, labels = ask(connect(budget=SlidingBudget({"other": 5}, clock=clock, account="a")), standing)
    assert clock.seconds == pytest.approx(17, abs=0.1)
    assert any("Wild Apricot asked to wait 17 s" in label for label in labels)


def test_absurd_wish_is_capped_and_said(connect, server, standing, clock):
    server.give(status(429, retry_after="31536000"), ok())
    _, labels = ask(connect(), standing)
    assert clock.seconds == pytest.approx(LONGEST_WAIT, abs=0.1)
    assert any("31536000" in label and "waiting 300 s" in label for label in labels)


def test_too_many_calls_for_ever_is_told(connect, server, standing):
    server.give(status(429))
    with pytest.raises(NetworkError) as caught:
        ask(connect(), standing)
    assert caught.value.code == "rate-limit"


def test_answers_come_in_order_though_they_arrive_in_another(connect, server, standing):
    def slow_first(path):
        if path == "/0":
            time.sleep(0.1)
        return ok(b'"%b"' % path.encode())

    server.give(slow_first)
    found = answers(connect().ask_all((Request(f"/{number}") for number in range(9)), standing))
    assert [answer.body for answer in found] == [b'"/%d"' % number for number in range(9)]


def test_requests_are_under_way_together(connect, server, standing):
    meeting = threading.Barrier(4, timeout=60)

    def together(_):
        meeting.wait()  # breaks unless four requests are here at the same time
        return ok()

    server.give(together)
    assert len(answers(connect(workers=4).ask_all((Request(f"/{number}") for number in range(16)), standing))) == 16


def test_progress_comes_while_waiting(connect, server, standing):
    enough = threading.Event()

    def late(_):
        enough.wait(60)
        return ok()

    server.give(late)
    steps = connect().ask(Request("/x"), standing)
    labels = [next(steps).label for _ in range(4)]
    enough.set()
    assert len(labels) == 4
    assert finish(steps).body == b"[]"


def test_stopped_listing_books_the_calls_that_left(connect, server, standing, ledger):
    stopped = threading.Event()

    def late(_):
        stopped.wait(60)
        return ok()

    server.give(late)
    steps = connect(workers=2).ask_all((Request(f"/{number}") for number in range(5)), standing)
    next(steps)
    steps.close()
    stopped.set()
    assert ledger.calls == [("GET", "/0", None), ("GET", "/1", None)]


def test_ledger_has_paging_but_no_personal_values(connect, server, standing, ledger):
    server.give(ok())
    ask(connect(), standing, Request("/contacts", (("$top", "100"), ("simpleQuery", "ann@example.org"))))
    assert ledger.calls == [("GET", "/contacts?$top=100&simpleQuery=…", 200)]


def test_filters_are_written_as_wild_apricot_reads_them(connect, server, standing):
    server.give(ok())
    moment = "'Profile last updated' ge 2026-03-04T09:15:30.000+02:00"
    ask(connect(), standing, Request("/contacts", (("$filter", moment), ("$top", "100"))))
    assert server.seen[0][1] == (
        "/contacts?$filter=%27Profile%20last%20updated%27%20ge%202026-03-04T09%3A15%3A30.000%2B02%3A00&$top=100"
    )


def test_no_cookie_comes_back_with_the_next_call(connect, server, standing):
    server.give(ok(**{"set-cookie": "murmurant_dev_session=test-admin-token; Path=/"}))
    http = connect()
    for _ in range(2):
        ask(http, standing)
    assert all("cookie" not in {name.lower() for name in seen[2]} for seen in server.seen)


def test_peeked_answer_is_not_read(connect, server, standing):
    server.give(ok(b"[" + b"1," * 100_000 + b"1]"))
    assert ask(connect(), standing, Request("/x", peek=True))[0].body == b""


def test_stub_is_an_answer_of_its_own(connect, server, standing):
    server.give(status(500, b'{"code":"INTERNAL_ERROR","message":"GET /x not implemented"}'))
    answer, _ = ask(connect(), standing, Request("/x", accept=frozenset({500})))
    assert (answer.status, len(server.seen)) == (500, 1)


def test_empty_fault_that_is_expected_comes_after_retries(connect, server, standing):
    server.give(status(500))
    answer, _ = ask(connect(), standing, Request("/x", accept=frozenset({500}), patience=2))
    assert (answer.status, len(server.seen)) == (500, 3)
