"""Settling differences: decisions, known differences, pairs by people, the effect of rules, causes, spot checks.

Deciding never writes to a system: every function here that writes is an act of the workspace with an audit entry.
"""
