"""A server on loopback that gives prepared answers, and small doubles of what is handed in from outside."""

import threading
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from clubos_desktop.connectors.wire import Answer
from clubos_desktop.job import Progress


class Scripted:
    """Answers in turn: (status, headers, body), a callable of the request, or "drop". The last one is repeated."""

    def __init__(self):
        self.answers = deque()
        self.seen = []
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body leave together

            def handle(self):
                with suppress(ConnectionError):  # who has enough of an answer hangs up before its end
                    super().handle()

            def answer(self):
                length = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(length)
                script.seen.append((self.command, self.path, dict(self.headers), body))
                given = script.answers.popleft() if len(script.answers) > 1 else script.answers[0]
                if callable(given):
                    given = given(self.path)
                if given == "drop":
                    self.close_connection = True
                    return
                status, headers, body = given
                headers = dict(headers)
                stated = headers.pop("x-stated-length", None)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", stated or str(len(body)))
                self.end_headers()
                with suppress(ConnectionError):  # the asker may have gone
                    self.wfile.write(body)
                if stated:
                    self.close_connection = True

            def log_message(self, *_):
                pass

        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.answer)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def give(self, *answers):
        self.answers.extend(answers)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Notes:
    """A ledger that keeps its lines."""

    def __init__(self):
        self.calls = []

    def flush(self):
        """Nothing waits."""

    def call(self, side, method, path, status, milliseconds):
        self.calls.append((method, path, status))


def ok(body=b"[]", **headers):
    return (200, {"content-type": "application/json", **headers}, body)


def status(code, body=b"", **headers):
    return (code, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def told(job):
    """Drive a job; its result and every Progress label."""
    labels = []
    while True:
        try:
            step = next(job)
        except StopIteration as end:
            return end.value, labels
        if isinstance(step, Progress):
            labels.append(step.label)


def answers(steps):
    return [step for step in steps if isinstance(step, Answer)]


class Hands:
    """A clock that stands still until somebody sleeps by it."""

    def __init__(self, seconds=0.0, start=datetime(2026, 3, 4, 12, 0, tzinfo=UTC)):
        self.seconds = seconds
        self.start = start

    def now(self):
        return self.start + timedelta(seconds=self.seconds)

    def monotonic(self):
        return 1000.0 + self.seconds

    def sleep(self, seconds):
        self.seconds += seconds


class Unlimited:
    """A budget without limits."""

    def take(self, kind):
        return 0.0

    def settle(self, kind, *, left_behind=False):
        pass

    def pause(self, seconds, *, asked=None):
        pass
