"""The registers as plain lists with forms: one description that the window, the command line and CSV files share."""
