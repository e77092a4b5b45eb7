"""Files shipped with the program: icons, style, fonts, templates. Reached through ``path`` alone."""

from pathlib import Path

FACES = (
    "NotoSans",
    "NotoSansHebrew",
    "NotoSansArabic",
    "NotoSansDevanagari",
    "NotoSansThai",
    "NotoSansArmenian",
    "NotoSansGeorgian",
    "ClubOSSigns",
    "ClubOSEastAsian",
)
"""The families in the order in which they are asked for a character: each has ``fonts/NAME-Regular.ttf``; those named
Noto have ``fonts/NAME-Bold.ttf`` beside it. Signs holds arrows and ≤ ≠ ≥, which Noto Sans lacks."""


def path(name: str) -> Path:
    """The file of that name, for example ``path("fonts/NotoSans-Regular.ttf")``, in a checkout, a wheel or a bundle."""
    return Path(__file__).parent / name
