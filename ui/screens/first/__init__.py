"""The first start: two ways to begin, then five short pages that can be left and taken up again."""
