"""The truth of the practice club."""


def truth(club: object) -> dict[str, object]:  # noqa: ARG001 - first stone
    """What must be found."""
    return {"differences": [], "suggestions": []}
