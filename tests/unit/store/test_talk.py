"""One program asks another that has the workspace open; nobody else is answered."""

import json
import socket

import pytest

from clubos_desktop.model.time import SystemClock
from clubos_desktop.store import talk
from clubos_desktop.store.lock import InstanceLock


@pytest.fixture
def path(tmp_path):
    return tmp_path / "club.clubos"


@pytest.fixture
def lock(path):
    held = InstanceLock.take(path, SystemClock())
    yield held
    held.release()


@pytest.fixture
def listening(lock):
    heard = []

    def answer(word):
        heard.append(word)
        return talk.TAKEN

    made = talk.listen(lock, answer)
    yield heard
    made.close()


def test_the_holder_answers_as_often_as_it_is_asked(path, listening):
    assert [talk.ask(path, talk.RUN_DUE) for _ in range(3)] == [talk.TAKEN] * 3
    assert listening == [talk.RUN_DUE] * 3


def test_who_does_not_know_the_secret_is_not_answered_and_the_next_one_is(path, listening):
    file = path.with_name("club.clubos.lock")
    said = json.loads(file.read_text())
    address, _ = said["talk"]
    file.write_text(json.dumps(said | {"talk": [address, "guessed"]}))
    assert talk.ask(path, talk.RUN_DUE) is None
    file.write_text(json.dumps(said))
    assert talk.ask(path, talk.RUN_DUE) == talk.TAKEN
    assert listening == [talk.RUN_DUE]


@pytest.mark.parametrize("words", ["", "nothing", '{"talk": 1}', '{"talk": ["/no/such/socket", "x"]}', "[]"])
def test_a_lock_file_that_names_nobody_is_answered_by_nobody(path, words):
    path.with_name("club.clubos.lock").write_text(words)
    assert talk.ask(path, talk.RUN_DUE) is None


def test_nobody_answers_without_a_lock_or_after_the_end(path, lock):
    assert talk.ask(path, talk.RUN_DUE) is None
    made = talk.listen(lock, lambda _word: talk.TAKEN)
    assert talk.ask(path, talk.RUN_DUE) == talk.TAKEN
    made.close()
    assert talk.ask(path, talk.RUN_DUE) is None


def test_the_holder_is_still_named_while_it_listens(path, listening):
    said = json.loads(path.with_name("club.clubos.lock").read_text())
    assert {"user", "computer", "process", "since", "talk"} == set(said)


def test_where_the_system_has_no_room_for_a_socket_the_lock_alone_stays(path, lock, monkeypatch, tmp_path):
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    monkeypatch.setattr("multiprocessing.connection.arbitrary_address", lambda _family: str(deep / "listener"))
    assert talk.listen(lock, lambda _word: talk.TAKEN) is None
    assert talk.ask(path, talk.RUN_DUE) is None


def test_it_ends_right_after_an_answer(path, lock):
    for _ in range(30):
        made = talk.listen(lock, lambda _: talk.TAKEN)
        assert talk.ask(path, talk.RUN_DUE) == talk.TAKEN
        made.close()
        assert not made._thread.is_alive()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="pipes of Windows are none of these")
def test_who_takes_a_line_and_says_nothing_keeps_nobody_waiting(path, listening):
    address, _ = json.loads(path.with_name("club.clubos.lock").read_text())["talk"]
    silent = [socket.socket(socket.AF_UNIX) for _ in range(talk._MOST - 1)]
    for each in silent:
        each.connect(address)
    silent[0].sendall(b"\xff\xff")  # the beginning of a length that never goes on
    silent[1].sendall(b"\x00\x00\x00\x03abc")  # no answer to the challenge
    assert talk.ask(path, talk.RUN_DUE) == talk.TAKEN
    for each in silent:
        each.close()
    assert talk.ask(path, talk.RUN_DUE) == talk.TAKEN


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="pipes of Windows are none of these")
def test_silent_lines_are_hung_up_and_too_many_at_once(path, lock, monkeypatch):
    monkeypatch.setattr(talk, "_MOST", 1)
    monkeypatch.setattr(talk, "_PATIENCE", 0.2)
    made = talk.listen(lock, lambda _word: talk.TAKEN)
    address, _ = json.loads(path.with_name("club.clubos.lock").read_text())["talk"]
    with socket.socket(socket.AF_UNIX) as first, socket.socket(socket.AF_UNIX) as second:
        first.connect(address)
        second.connect(address)
        for each in (second, first):
            while each.recv(1_000):  # the challenge, then the end
                pass
    made.close()


def test_where_no_line_can_be_taken_the_listener_rests(path, lock, monkeypatch):
    made = talk.listen(lock, lambda _word: talk.TAKEN)
    rests = []
    wait = made._over.wait
    monkeypatch.setattr(made._over, "wait", lambda seconds: (rests.append(seconds), wait(0.001))[1])

    def refused():
        if len(rests) < 3:
            raise OSError(24, "Too many open files")
        return accept()

    accept = made._listener.accept
    monkeypatch.setattr(made._listener, "accept", refused)
    assert talk.ask(path, talk.RUN_DUE) == talk.TAKEN  # the line that was being taken
    assert talk.ask(path, talk.RUN_DUE) == talk.TAKEN
    assert rests == [talk._REST] * 3
    made.close()


def test_who_takes_the_line_and_says_nothing_is_nobody(path, tmp_path, monkeypatch):
    monkeypatch.setattr(talk, "_PATIENCE", 0.01)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "s"))
        silent.listen()
        path.with_name("club.clubos.lock").write_text(json.dumps({"talk": [str(tmp_path / "s"), "x"]}))
        assert talk.ask(path, talk.RUN_DUE) is None
