"""The computer is looked at before the switch, also one that says nothing of its power; and the second one's code."""

import shutil
import threading
from collections import namedtuple
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import psutil
import pytest

from clubos_desktop import awake, computer
from clubos_desktop.cutover import laptop

KEY, HERE, THERE = b"k" * 32, b"ab", b"cd"
TODAY = "2026-12-05"


def unknown():
    raise FileNotFoundError("/sys/class/power_supply")


def of(name, found):
    return next(each for each in found if each.name == name)


@pytest.mark.parametrize(
    ("power", "good"),
    [
        (unknown, None),
        (lambda: None, None),
        (lambda: SimpleNamespace(power_plugged=True, percent=80), True),
        (lambda: SimpleNamespace(power_plugged=False, percent=41.3), False),
    ],
)
def test_only_a_battery_that_is_in_use_speaks_against_it(monkeypatch, tmp_path, power, good):
    monkeypatch.setattr(psutil, "sensors_battery", power, raising=False)
    found = laptop.points(tmp_path)
    assert of("Mains power", found).good is good
    assert ("The computer runs on its battery (41 %). Plug it in." in laptop.faults(found)) is (good is False)


def test_room_and_a_restart_that_waits(monkeypatch, tmp_path):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil has it
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10**12, 0, 1_999_999_999))
    waiting = tmp_path / "reboot-required"
    waiting.touch()
    monkeypatch.setattr(laptop, "_RESTART", (waiting,))
    assert laptop.faults(laptop.points(tmp_path))[-2:] == (
        "Only 2.0 GB are free on the disk; 2 GB are needed.",
        "The computer waits to be restarted. Restart it first.",
    )
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10**12, 0, 2_000_000_000))
    waiting.unlink()
    assert [each.good for each in laptop.points(tmp_path)[1:]] == [True, True]


@pytest.mark.parametrize(
    ("skew", "good", "said"),
    [(None, None, "a phone"), (59.0, True, "is right"), (-61.0, False, "1 minutes ahead"), (7200.0, False, "behind")],
)
def test_the_clock_is_held_against_the_systems(skew, good, said):
    found = laptop.clock(skew)
    assert found.good is good
    assert said in found.text


def test_a_system_says_its_time_without_being_told_anything():
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self):
            asked.append(dict(self.headers))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        assert abs(computer._said(f"http://127.0.0.1:{server.server_port}/api")) <= laptop.SKEW
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert {name.casefold() for name in asked[0]} <= {"host", "accept-encoding"}
    assert computer._said(f"http://127.0.0.1:{server.server_port}/api") is None
    assert computer._said("nothing") is None


def test_the_second_computer_proves_that_the_workspace_was_open_there():
    code = laptop.code(KEY, THERE, "2026-12-01")
    assert laptop.second(KEY, HERE, code, TODAY).good
    assert laptop.second(KEY, HERE, f" {code.lower().replace('-', ' ')} ", TODAY).good
    for typed, said in (
        ("", "Open this workspace"),
        ("seen", "Open this workspace"),
        ("A1B8-0000", "Open this workspace"),
        (laptop.code(KEY, HERE, TODAY), "on this computer"),
        (laptop.code(KEY, THERE, "2026-11-27"), "older than a week"),
        (laptop.code(b"x" * 32, THERE, TODAY), "not of this workspace"),
    ):
        found = laptop.second(KEY, HERE, typed, TODAY)
        assert not found.good
        assert said in found.text
    assert len(laptop.machine()) == 2


def test_no_answer_and_an_answer():
    assert laptop.network(online=True).good
    assert "does not answer" in laptop.network(online=False).text


class Held:
    """What the desktop says to being asked to stay awake."""

    def __init__(self, active):
        self.active, self.left = active, 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.left += 1


@pytest.mark.parametrize(("active", "said"), [(True, awake.HELD), (False, awake.NOT_HELD)])
def test_sleep_is_held_off_or_a_sentence_says_that_it_is_not(monkeypatch, active, said):
    import wakepy

    mode = Held(active)
    monkeypatch.setattr(wakepy.keep, "running", lambda **asked: mode if asked == {"on_fail": "pass"} else None)
    holding = awake.Awake()
    assert not holding.held
    holding.release()
    assert [holding.hold(), holding.hold()] == [said, said]
    assert holding.held is active
    holding.release()
    assert (holding.held, mode.left) == (False, 1)
