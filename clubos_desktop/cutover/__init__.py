"""Switch day and the way back: one runbook engine for both, rehearsals, the return period, files for the old system.

``runbook`` folds recorded acts into a run; ``acts`` records them; ``locks`` says what holds a run shut; ``checks`` is
what the program itself looks at in a step; ``rehearse`` works on a copy; ``grace`` is the time in which one may return.
"""
