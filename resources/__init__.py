"""Files shipped with the program: icons, style, fonts, templates. Reached through ``path`` alone."""

from pathlib import Path


def path(name: str) -> Path:
    """The file of that name, for example ``path("fonts/NotoSans-Regular.ttf")``, in a checkout, a wheel or a bundle."""
    return Path(__file__).parent / name
