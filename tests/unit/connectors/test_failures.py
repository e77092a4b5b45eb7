import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clubos_desktop.connectors import failures
from clubos_desktop.connectors.http import Http
from clubos_desktop.connectors.wire import Request
from clubos_desktop.errors import NetworkError
from clubos_desktop.model.domains import Side
from tests.support.scripted import Unlimited, told


def caused(error, by):
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "code", "again"),
    [
        (caused(httpx.ConnectError("x"), socket.gaierror(-2, "Name or service not known")), "dns", True),
        (caused(httpx.ConnectError("x"), ssl.SSLCertVerificationError("expired")), "tls", False),
        (httpx.ConnectError("refused"), "connect", True),
        (httpx.ConnectTimeout("slow"), "timeout", True),
        (httpx.ReadTimeout("slow"), "timeout", True),
        (httpx.PoolTimeout("busy"), "timeout", True),
        (httpx.RemoteProtocolError("cut"), "broken-off", True),
        (httpx.ReadError("reset"), "broken-off", True),
        (httpx.DecodingError("gzip"), "broken-off", True),
    ],
)
def test_a_call_without_an_answer_has_words(error, code, again):
    words, retry = failures.of_transport("Wild Apricot", error)
    assert (words.code, retry) == (code, again)
    assert words.sentence.startswith("Wild Apricot ")
    assert words.remedy


@pytest.fixture
def forged(tmp_path):
    """A server whose certificate nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    certificate = builder.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "forged.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "forged.pem")
    listening = socket.create_server(("127.0.0.1", 0))
    met = []

    def serve():
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                met.append(1)
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{listening.getsockname()[1]}", met
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(60)


def test_a_forged_certificate_is_told_at_once(forged, ledger, clock, standing):
    url, met = forged
    http = Http(Side.LEGACY, "Wild Apricot", url, ledger=ledger, budget=Unlimited(), clock=clock)
    try:
        with pytest.raises(NetworkError) as caught:
            told(http.ask(Request("/x"), standing))
    finally:
        http.close()
    assert (caught.value.code, len(met)) == ("tls", 1)
