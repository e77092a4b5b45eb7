"""Notices by e-mail, when the club wants them: one message for all that are new, over TLS."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import msgspec
from sqlalchemy import Connection

from clubos_desktop.errors import InputError, NetworkError, SignInError
from clubos_desktop.model.protocols import Clock
from clubos_desktop.model.time import day_of, to_instant, wall
from clubos_desktop.store import notices, settings
from clubos_desktop.store.act import PROGRAM, Tx
from clubos_desktop.store.database import Database
from clubos_desktop.store.keys import KeyStore
from clubos_desktop.store.notices import Notice
from clubos_desktop.verification import practising

SETTING, SECRET = "mail", "mail"
_TIMEOUT = 30.0
PORTS = {"starttls": 587, "tls": 465}
"""The usual port by the way a server is secured."""


@dataclass(frozen=True, slots=True)
class Post:
    """How e-mail is sent. ``security`` is "starttls" or "tls": never without. ``user`` "" signs in to nothing.

    ``trust`` is a file of certificates to trust besides the system's ("" for none). ``daily``: one message a club day
    with all that is new, instead of one for each change.
    """

    host: str
    sender: str
    to: tuple[str, ...]
    user: str = ""
    port: int = 0
    security: str = "starttls"
    trust: str = ""
    daily: bool = False


def checked(post: Post) -> Post:
    """The same, with its usual port. Raises InputError."""
    if post.security not in PORTS:
        raise _wrong(f"{post.security} is no way to secure e-mail.", "Choose starttls or tls.")
    for address in (post.sender, *post.to):
        if "@" not in address or any(letter in address for letter in "\r\n,; "):
            raise _wrong("One of the addresses is no e-mail address.", "Write each like secretary@club.org.")
    if not post.host or not post.to:
        raise _wrong("The mail server or the addressee is missing.", "Say --host and --to.")
    return replace(post, port=post.port or PORTS[post.security])


def keep(tx: Tx, post: Post | None) -> None:
    """Set how notices are mailed, or that they are not."""
    settings.put(tx, SETTING, None if post is None else asdict(post))


def kept(conn: Connection) -> Post | None:
    """How notices are mailed; None when they are not."""
    said = settings.get(conn, SETTING, None)
    return None if said is None else msgspec.convert(said, Post)


def put_in_force(database: Database, keys: KeyStore, post: Post, secret: str | None, *, actor: str) -> None:
    """Mail notices so from now on; ``secret`` None leaves the kept password as it is. Raises LockedError (keyring)."""
    if post.user and secret is not None:
        keys.set(SECRET, secret)
    if not post.user:
        keys.forget(SECRET)
    with database.transaction(actor, "mail set", {"addresses": len(post.to)}) as tx:
        keep(tx, post)


def switch_off(database: Database, keys: KeyStore, *, actor: str) -> None:
    """Mail nothing any more and wipe the password. Raises LockedError (keyring)."""
    with database.transaction(actor, "mail switched off") as tx:
        keep(tx, None)
    keys.forget(SECRET)


def set_daily(database: Database, actor: str, *, daily: bool) -> None:
    """Mail once a club day, or at each change. Does nothing where no e-mail is set."""
    with database.transaction(actor, "mail set", {"daily": daily}) as tx:
        post = kept(tx.connection)
        if post is not None:
            keep(tx, replace(post, daily=daily))


def waits(conn: Connection, now: datetime) -> bool:
    """Whether a notice waits for an e-mail that may go now: with ``daily`` not a second one on a club day.

    From a copy that somebody practises on nothing goes.
    """
    post = None if settings.get(conn, practising.SETTING, None) else kept(conn)
    if post is None or not notices.not_mailed(conn):
        return False
    last = notices.last_mailed(conn) if post.daily else None
    zone = settings.get(conn, "club", {}).get("zone", "UTC")
    return last is None or day_of(last, zone) != day_of(to_instant(now), zone)


def deliver(database: Database, keys: KeyStore, *, clock: Clock) -> int:
    """Mail every notice that was not mailed yet, in one message; returns how many went.

    Raises NetworkError, SignInError, LockedError: the notices stay and go with the next message.
    """
    with database.read() as conn:
        post = kept(conn) if waits(conn, clock.now()) else None
        waiting = notices.not_mailed(conn)
        club = settings.get(conn, "club", {})
    if post is None or not waiting:
        return 0
    send(post, keys.get(SECRET) if post.user else None, _message(post, waiting, club, clock))
    with database.transaction(PROGRAM, "notices mailed", {"notices": [notice.id for notice in waiting]}) as tx:
        notices.mark_mailed(tx, [notice.id for notice in waiting])
    return len(waiting)


def permitted(conn: Connection) -> None:
    """Raises InputError in a copy that somebody practises on: nothing leaves that."""
    if settings.get(conn, practising.SETTING, None):
        raise _wrong("This is practice on a copy: no e-mail leaves it.", "End the practice first.")


def trial(post: Post, secret: str | None, club: str, clock: Clock) -> None:
    """Send one message that says that this works. Raises NetworkError, SignInError."""
    message = _envelope(post, f"{club}: notices of ClubOS Desktop", clock)
    message.set_content("Notices about the copies will come to this address. There is nothing to do.\n")
    send(post, secret, message)


def to_self(post: Post, subject: str, text: str, clock: Clock) -> EmailMessage:
    """A message to the sender's own address alone."""
    message = _envelope(replace(post, to=(post.sender,)), subject, clock)
    message.set_content(text + "\n")
    return message


def send(post: Post, secret: str | None, message: EmailMessage) -> None:
    """Hand a message to the mail server. Raises NetworkError, SignInError."""
    try:
        context = ssl.create_default_context(cafile=post.trust or None)
    except OSError as error:  # missing, or no certificate
        raise NetworkError(
            f"{post.trust} cannot be read as a file of certificates. No e-mail was sent.",
            remedy="Put it back, or set the e-mail again with another one.",
            code="mail.trust",
        ) from error
    try:
        with _server(post, context) as server:
            if post.security == "starttls":
                server.starttls(context=context)
            if post.user:
                server.login(post.user, secret or "")
            server.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise SignInError(
            f"{post.host} does not accept the mail account's name and password. No e-mail was sent.",
            remedy="Enter the password again; some providers want a password of its own for programs.",
            code="mail.sign_in",
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NetworkError(
            f"{post.host} did not take the e-mail ({type(error).__name__}). It is tried again with the next notice.",
            remedy="Check the mail server's name, port and security.",
            code="mail.refused",
        ) from error


def _server(post: Post, context: ssl.SSLContext) -> smtplib.SMTP:
    if post.security == "tls":
        return smtplib.SMTP_SSL(post.host, post.port, timeout=_TIMEOUT, context=context)
    return smtplib.SMTP(post.host, post.port, timeout=_TIMEOUT)


def _envelope(post: Post, subject: str, clock: Clock) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(subject.split())
    message["From"] = post.sender
    message["To"] = ", ".join(post.to)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=post.sender.rpartition("@")[2])
    return message


def _message(post: Post, waiting: Sequence[Notice], club: dict[str, str], clock: Clock) -> EmailMessage:
    zone = club.get("zone", "UTC")
    message = _envelope(post, f"{club.get('name', '')}: {waiting[-1].sentence}"[:150], clock)
    lines = []
    for notice in waiting:
        lines += [wall(notice.at, zone), notice.sentence, notice.remedy, ""]
    often = "once a day when there is something new" if post.daily else "once for each change"
    message.set_content("\n".join(lines) + f"\nThis e-mail comes from ClubOS Desktop, {often}.\n")
    return message


def _wrong(sentence: str, remedy: str) -> InputError:
    return InputError(f"{sentence} Nothing was changed.", remedy=remedy, code="mail.settings")
