"""Copies (Connections & sync): how both copies stand, the plan, the pace, every run and its calls, backups."""
