"""Archive and ending: what outlives the move, and how it is closed."""
