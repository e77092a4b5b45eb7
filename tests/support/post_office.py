"""A mail server on loopback that takes messages over TLS, and the certificate it shows."""

import base64
import datetime as dt
import ipaddress
import socketserver
import ssl
import threading
from contextlib import suppress
from email import message_from_bytes
from email.policy import default

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate(folder):
    """A self-signed certificate for this computer; the file holds key and certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "post.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


class PostOffice:
    """``messages`` are those taken, ``plain`` the words that came without TLS. ``down`` refuses every message."""

    def __init__(self, pem, *, tls_at_once=False, offers_tls=True, user="", secret=""):
        self.messages, self.plain, self.down = [], [], False
        self.user, self.secret, self.offers_tls = user, secret, offers_tls
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pem)
        office = self

        class Counter(socketserver.BaseRequestHandler):
            def handle(self):
                with suppress(OSError):
                    office.serve(self.request, tls_at_once=tls_at_once)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Counter)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def serve(self, line, *, tls_at_once):
        secure = tls_at_once
        if tls_at_once:
            line = self.context.wrap_socket(line, server_side=True)
        file = line.makefile("rwb", buffering=0)

        def say(text):
            file.write(text.encode() + b"\r\n")

        say("220 post office")
        while word := file.readline():
            verb = word.strip().decode().upper()
            if not secure:
                self.plain.append(verb.split(" ")[0])
            if verb.startswith("EHLO"):
                say("250-here")
                say("250-AUTH PLAIN")
                say("250 STARTTLS" if self.offers_tls and not secure else "250 OK")
            elif verb == "STARTTLS":
                say("220 go")
                line, secure = self.context.wrap_socket(line, server_side=True), True
                file = line.makefile("rwb", buffering=0)
            elif verb.startswith("AUTH PLAIN"):
                given = base64.b64decode(word.split()[-1]).decode().split("\0")[1:]
                say("235 ok" if given == [self.user, self.secret] else "535 no")
            elif verb == "DATA":
                say("354 go on")
                lines = []
                while (part := file.readline()).rstrip(b"\r\n") != b".":
                    lines.append(part)
                self.messages.append(message_from_bytes(b"".join(lines), policy=default))
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                break
            else:
                say("451 later" if self.down else "250 ok")
        if isinstance(line, ssl.SSLSocket):
            line.close()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
