"""When copies are due, what became of them, and who is told."""
