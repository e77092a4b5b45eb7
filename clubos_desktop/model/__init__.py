"""Every value that is stored or shown, and the protocols between packages. Pure and frozen; imports nothing above."""
