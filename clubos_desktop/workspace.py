"""A workspace is one club's move: one encrypted database and one folder of evidence. The composition root."""
