"""The same acts as the window, without a screen (design.md section 8). ``main.main`` is the door."""
