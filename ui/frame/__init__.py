"""The window around the screens: band, sidebar, page, strip (ui.md section 3)."""
