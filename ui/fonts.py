"""The program's own fonts. Light enough for the first paint: nothing here touches Qt's large namespace of constants."""

from PySide6.QtGui import QFont, QFontDatabase

import resources

FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
SIBLINGS = (
    "Noto Sans Arabic",
    "Noto Sans Armenian",
    "Noto Sans Devanagari",
    "Noto Sans Georgian",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "ClubOS East Asian",
    "ClubOS Signs",
)
"""Families for other scripts, asked in this order for a letter that the first has not."""

BODY = 14
"""Pixels of body text at 100 %."""


def load_fonts() -> str:
    """Make the program's own family known and return its name ("" where no font file is shipped)."""
    family = ""
    for name in FONTS:
        number = QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}")))
        family = next(iter(QFontDatabase.applicationFontFamilies(number)), family)
    return family


def load_sibling_fonts() -> None:
    """Make the families for other scripts known. Costs some 30 ms, so it is done after the first paint."""
    for file in sorted(resources.path("fonts").glob("*.ttf")):
        if file.name not in FONTS:
            QFontDatabase.addApplicationFont(str(file))


def body(plain: QFont, family: str, text_scale: float) -> QFont:
    """The application's font: ``plain`` in the family given, of body size at the text scale."""
    if family:
        plain.setFamilies([family, *SIBLINGS])
    plain.setPixelSize(round(BODY * text_scale))
    plain.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return plain
