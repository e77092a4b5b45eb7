"""The practice club: invented members in two invented systems, served over real HTTP on this computer alone.

``club.make`` makes a club, ``serve.serve`` serves it, ``truth.truth`` says which differences must be found.
Nothing here is imported by the engine, and it imports the model alone.
"""
