"""What an operator learns and does: six modules with a question each, twelve common tasks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Module:
    """A training module. ``right`` is the number of the right answer, counted from 1."""

    id: str
    title: str
    question: str
    answers: tuple[str, ...]
    right: int


MODULES: tuple[Module, ...] = (
    Module(
        "signing-in",
        "Signing in and finding your way",
        "Somebody asks you for your sign-in code. What do you do?",
        ("Send it", "Never pass it on", "Read it out by phone"),
        2,
    ),
    Module(
        "members",
        "Members and their status",
        "During the parallel run a member's e-mail changes. Where is it changed first?",
        ("In Wild Apricot", "In ClubOS", "In both at once"),
        1,
    ),
    Module(
        "events",
        "Events and registrations",
        "An event is full and somebody wants to come. What happens in ClubOS?",
        ("The person is refused", "The person goes on the waiting list", "The event is copied"),
        2,
    ),
    Module(
        "money",
        "Payments and refunds",
        "Two totals differ by a few cents. What do you do?",
        ("Round them", "Wait a week", "Tell the treasurer; every cent is explained"),
        3,
    ),
    Module(
        "help",
        "When something goes wrong",
        "You are not sure how bad an incident is. Which severity do you enter?",
        ("P4", "P3", "P1"),
        3,
    ),
    Module(
        "way-back",
        "The way back",
        "Who decides that the club goes back to Wild Apricot?",
        ("The board, by a vote or its emergency rule", "Any operator", "This program"),
        1,
    ),
)
"""Every module; an operator needs all of them."""

TASKS: dict[str, str] = {
    "find-member": "Find a member and read out the status",
    "change-member": "Change a member's phone number",
    "add-member": "Enter a new member",
    "renew-member": "Renew a membership",
    "make-event": "Make an event",
    "change-event": "Change an event's start",
    "register": "Register a member for an event",
    "cancel": "Cancel a registration",
    "wait-list": "Move somebody up from the waiting list",
    "refund": "Enter a refund",
    "message": "Write to everybody who is registered for an event",
    "export": "Export a list of members",
}
"""The twelve common tasks (parallel-run model, section 4, Operational Capability)."""
