"""``schedule mail``: who is told by e-mail when the copies change for the worse or the better."""

import os
from argparse import Namespace

from clubos_desktop.cli.opening import ask, workspace
from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError
from clubos_desktop.schedule import mail as post

SECRET = "CLUBOS_MAIL_PASSWORD"  # noqa: S105 - an environment variable's name
"""Environment variable that may carry the mail account's password; else it is asked for."""


def mail(arguments: Namespace, terminal: Terminal) -> int:
    """Set, try and keep how notices are mailed; nothing is kept when the trial message is not taken."""
    with workspace(arguments, writing=True) as opened:
        if arguments.off:
            post.switch_off(opened.database, opened.keys, actor=opened.actor)
            terminal.result({"mail": None}, "No e-mail is sent any more.")
            return 0
        with opened.database.read() as conn:
            post.permitted(conn)
        chosen = post.checked(
            post.Post(
                host=arguments.host or "",
                sender=arguments.sender or "",
                to=tuple(arguments.to or ()),
                user=arguments.user or "",
                port=arguments.port,
                security=arguments.security,
                trust=str(arguments.trust or ""),
                daily=arguments.daily,
            )
        )
        secret = _password() if chosen.user else None
        post.trial(chosen, secret, opened.club.name, opened.clock)
        post.put_in_force(opened.database, opened.keys, chosen, secret, actor=opened.actor)
    terminal.result(
        {"mail": {"host": chosen.host, "port": chosen.port, "to": list(chosen.to)}},
        "A trial message was sent. From now on one message goes out a day, when there is something new."
        if chosen.daily
        else "A trial message was sent. From now on one message goes out for each change, never more.",
    )
    return 0


def _password() -> str:
    given = os.environ.get(SECRET)
    if given:
        return given
    return ask(
        "Password of the mail account: ",
        InputError(
            "The mail account's password is needed, and nobody is here to type it. Nothing was changed.",
            remedy=f"Set {SECRET} in the environment, or run the command in a terminal.",
            code="mail.password",
        ),
    )
