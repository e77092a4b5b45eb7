"""The small server itself, over real sockets."""

import contextlib
import socket
import threading

import pytest

from clubos_desktop.practice.wire import Answer, Listening


@pytest.fixture
def served():
    seen = []

    def handle(request):
        seen.append(request)
        delay = 0.2 if request.path == "/late" else 0.0
        return Answer(200, request.path.encode() + request.body, "text/plain", delay=delay)

    listening = Listening((handle,))
    listening.start()
    yield listening, seen
    listening.stop()


def connect(listening):
    made = socket.create_connection(("127.0.0.1", listening.ports[0]), timeout=60)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def read(connection, count):
    """Bytes until so many answers are whole."""
    data = b""
    while data.count(b"HTTP/1.1 200") < count or not data.endswith(b"END"):
        more = connection.recv(65_536)
        if not more:
            break
        data += more
    return data


def test_a_request_may_come_in_pieces_and_two_in_one(served):
    listening, _ = served
    with connect(listening) as client:
        for piece in (b"POST /a HT", b"TP/1.1\r\nContent-Le", b"ngth: 3\r\n\r\nEN", b"D"):
            client.sendall(piece)
        assert read(client, 1).endswith(b"/aEND")
        client.sendall(b"GET /one HTTP/1.1\r\n\r\nGET /twoEND HTTP/1.1\r\n\r\n")
        answers = read(client, 2)
    assert answers.index(b"/one") < answers.index(b"/twoEND")


def test_a_late_answer_holds_back_the_next_one_but_no_other_client(served):
    listening, _ = served
    with connect(listening) as client, connect(listening) as other:
        client.sendall(b"GET /late HTTP/1.1\r\n\r\nGET /twoEND HTTP/1.1\r\n\r\n")
        other.sendall(b"GET /otherEND HTTP/1.1\r\n\r\n")
        assert read(other, 1).endswith(b"/otherEND")
        answers = read(client, 2)
    assert answers.index(b"/late") < answers.index(b"/twoEND")


def test_head_has_a_length_and_no_body_and_close_closes(served):
    listening, _ = served
    with connect(listening) as client:
        client.sendall(b"HEAD /abc HTTP/1.1\r\nConnection: close\r\n\r\n")
        data = b""
        while more := client.recv(1000):
            data += more
    assert b"Content-Length: 4" in data
    assert data.endswith(b"\r\n\r\n")


def test_nonsense_is_refused_and_an_endless_head_hung_up_on(served):
    listening, _ = served
    with connect(listening) as client:
        client.sendall(b"nonsense\r\n\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 400")
    with connect(listening) as client, contextlib.suppress(ConnectionError):
        client.sendall(b"x" * 200_000)
        assert client.recv(10) == b""


def test_stopping_hangs_up_and_can_be_done_twice():
    before = threading.active_count()
    listening = Listening((lambda _request: Answer(200),))
    listening.start()
    with connect(listening) as client:
        listening.stop()
        listening.stop()
        with contextlib.suppress(ConnectionError):
            assert client.recv(10) == b""
    assert threading.active_count() == before
    with pytest.raises(OSError, match=r"refused|111"):
        connect(listening)


def test_an_act_runs_in_the_servers_thread(served):
    listening, _ = served
    assert listening.inside(lambda: threading.current_thread().name) == "practice"


def test_an_act_before_the_start_is_refused():
    with pytest.raises(RuntimeError):
        Listening(()).inside(lambda: None)
