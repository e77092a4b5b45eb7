"""The practice club: invented, served on this computer alone, in a workspace of its own that each try begins anew."""

import shutil

from clubos_desktop import demo
from clubos_desktop.job import Job
from clubos_desktop.workspace import default_folder
from ui.opened import OpenedClub


def open_practice(members: int, seed: int) -> Job[OpenedClub]:
    """Serve the club, make its workspace and connect both systems. Raises InputError, UnavailableError."""
    folder = default_folder().with_name("practice")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    practice = yield from demo.start(folder, members=members, seed=seed)
    return OpenedClub(practice.workspace, practice=True, close=practice.close)
