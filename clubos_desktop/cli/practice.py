"""``practice``: serve the practice club until stopped."""

import math
import time
from argparse import Namespace
from dataclasses import asdict

from clubos_desktop.cli.terminal import Terminal
from clubos_desktop.errors import InputError, UnavailableError
from clubos_desktop.practice.club import LEAST, MOST, make
from clubos_desktop.practice.faults import NAMES
from clubos_desktop.practice.serve import serve as start

_LAST_PORT = 65_535 - 3


def serve(arguments: Namespace, terminal: Terminal) -> int:
    """Serve until Ctrl+C; prints the addresses, the key and the access code, all invented."""
    unknown = [name for name in arguments.faults if name not in NAMES]
    if unknown:
        raise InputError(
            f"There is no fault called {unknown[0]}.", remedy="There are: " + ", ".join(NAMES) + ".", code="usage"
        )
    if not LEAST <= arguments.members <= MOST or not 0 < arguments.speed < math.inf:
        raise InputError(
            f"A practice club has {LEAST} to {MOST:,} members, and its clock runs forwards. Nothing is served.",
            remedy="Choose other numbers.",
            code="practice.members",
        )
    if not 0 <= arguments.port <= _LAST_PORT:
        raise InputError(
            f"There is no port {arguments.port}. Nothing is served.",
            remedy=f"Choose one up to {_LAST_PORT}: three more follow it.",
            code="usage",
        )
    club = make(arguments.members, arguments.seed)
    try:
        served = start(club, port=arguments.port, speed=arguments.speed, faults=arguments.faults)
    except OSError as error:
        raise UnavailableError(
            f"Port {arguments.port} is taken. Nothing is served.", remedy="Choose another one.", code="port.taken"
        ) from error
    where = served.addresses
    speed = "" if arguments.speed == 1 else f" --speed {arguments.speed:g}"
    with served:
        terminal.result(
            asdict(where),
            f"The practice club ({arguments.members:,} invented members) is served until you press Ctrl+C.\n\n"
            f"  Wild Apricot   --api-url {where.legacy_api_url} --auth-url {where.legacy_auth_url}{speed}\n"
            f"                 CLUBOS_LEGACY_KEY={where.legacy_key}\n"
            f"  ClubOS         --url {where.clubos_url}{speed}\n"
            f"                 CLUBOS_ACCESS_CODE={where.clubos_code}\n"
            f"  Website        {where.website_url}\n"
            f"  Control        {where.control_url}",
        )
        terminal.flush()
        while True:
            time.sleep(3600)
