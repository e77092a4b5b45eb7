"""A message to members, sent to the club's own address first: the only mail about it that this program sends."""

from clubos_desktop.errors import InputError
from clubos_desktop.job import Job, waiting
from clubos_desktop.model.protocols import Clock
from clubos_desktop.schedule import mail
from clubos_desktop.store import settings
from clubos_desktop.store.database import Database
from clubos_desktop.store.keys import KeyStore


def send(database: Database, keys: KeyStore, text: str, *, clock: Clock) -> Job[str]:
    """Send ``text`` to the sender's own address; returns the address.

    Raises InputError (no e-mail is set up, or this is practice), NetworkError, SignInError, LockedError.
    """
    with database.read() as conn:
        mail.permitted(conn)
        post = mail.kept(conn)
        club = settings.get(conn, "club", {}).get("name", "")
    if post is None:
        raise InputError(
            "No e-mail is set up here, so no test was sent.",
            remedy="Set it up under Copies, Plan, or send the text to yourself by hand.",
            code="mail.none",
        )
    message = mail.to_self(post, f"Test, {club}: message to the members", text, clock)
    secret = keys.get(mail.SECRET) if post.user else None
    yield from waiting(lambda: mail.send(post, secret, message), "Sending a test")
    return post.sender
