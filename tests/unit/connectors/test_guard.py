import httpx
import pytest

from clubos_desktop.connectors.guard import ReadOnlyTransport, loopback
from clubos_desktop.connectors.wire import Request
from clubos_desktop.errors import RefusedError
from tests.support.scripted import ok, told

TOKEN_FORM = {"grant_type": "client_credentials", "scope": "auto"}


@pytest.fixture
def client(connect, server):
    """The client inside a connection, as somebody would use it who wanted to get round the guard."""
    server.give(ok())
    return connect(token_url=f"{server.url}/auth/token")._client


def refused(act, server, code):
    with pytest.raises(RefusedError) as caught:
        act()
    assert caught.value.code == f"guard-{code}"
    assert server.seen == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "TRACE", "get", "Post"])
def test_other_methods_never_leave(client, server, method):
    if method == "get":
        assert client.request(method, "/x").status_code == 200  # the client spells it in capitals
        return
    refused(lambda: client.request(method, "/x"), server, "write")


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override"])
def test_overriding_headers_never_leave(client, server, header):
    refused(lambda: client.get("/x", headers={header: "DELETE"}), server, "method-override")


def test_overriding_parameter_never_leaves(client, server):
    refused(lambda: client.get("/x?_method=DELETE"), server, "method-override")


def test_contents_never_leave(client, server):
    refused(lambda: client.request("GET", "/x", content=b"{}"), server, "body")
    refused(lambda: client.request("GET", "/x", content=iter([b"{}"])), server, "body")


def test_token_call_leaves(client, server):
    assert client.post("/auth/token", data=TOKEN_FORM).status_code == 200


@pytest.mark.parametrize(
    "act",
    [
        lambda client: client.post("/auth/token", json=TOKEN_FORM),
        lambda client: client.post("/auth/token", data={"grant_type": "password", "username": "a"}),
        lambda client: client.post("/auth/token?x=1", data=TOKEN_FORM),
        lambda client: client.post("/auth/token/", data=TOKEN_FORM),
        lambda client: client.put("/auth/token", data=TOKEN_FORM),
        lambda client: client.post("/accounts/1/contacts", data=TOKEN_FORM),
        lambda client: client.send(client.build_request("DELETE", "/accounts/1/contacts/1")),
        lambda client: client.stream("POST", "/x").__enter__(),
    ],
)
def test_side_doors_are_shut(client, server, act):
    refused(lambda: act(client), server, "write")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org/x", "insecure-address"),
        ("https://example.org/x", "other-address"),
        ("https://127.0.0.1/x", "other-address"),
        ("http://127.0.0.2:1/x", "other-address"),
        ("http://localhost.example.org/x", "insecure-address"),
        ("ftp://127.0.0.1/x", None),
    ],
)
def test_other_addresses_are_never_called(client, server, url, code):
    if code is None:
        with pytest.raises((RefusedError, httpx.UnsupportedProtocol)):
            client.get(url)
        return
    refused(lambda: client.get(url), server, code)


def test_user_in_the_address_is_refused(client, server):
    refused(lambda: client.get(server.url.replace("http://", "http://user:secret@") + "/x"), server, "other-address")


def test_followed_redirect_meets_the_guard_again(client, server):
    server.answers.clear()
    server.give((302, {"location": "https://example.org/steal"}, b""))
    with pytest.raises(RefusedError):
        client.get("/x", headers={"Authorization": "Bearer secret"}, follow_redirects=True)
    assert len(server.seen) == 1


def test_nothing_is_taken_from_the_environment(connect, server, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server.give(ok())
    connect()._client.get("/x")
    assert "authorization" not in {name.lower() for name in server.seen[0][2]}


def test_refused_call_is_not_in_the_ledger(connect, server, standing, ledger):
    with pytest.raises(RefusedError):
        told(connect().ask(Request("https://example.org/x"), standing))
    assert ledger.calls == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_this_computer(host):
    assert loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1.example.org", "10.0.0.1", "0.0.0.0", "example.org", "", "0x7f000001"])
def test_other_computers(host):
    assert not loopback(host)


def test_without_a_token_address_no_post_leaves(server):
    transport = ReadOnlyTransport(httpx.HTTPTransport(), addresses=[server.url])
    with httpx.Client(transport=transport, base_url=server.url) as client:
        refused(lambda: client.post("/auth/token", data=TOKEN_FORM), server, "write")
