"""The letter behind "Copy a request to your ClubOS contact": exactly what access is needed, and why it is safe."""

LETTER = """Hello,

{club} is preparing its move from Wild Apricot to ClubOS. We compare both systems with ClubOS Desktop, a program on our
own computer. It only reads: its write guard lets nothing but reading calls leave that computer.

Please give us access to {url}:

1. An account with the role admin, or one that has these rights:
   members:view, events:view, registrations:view, exports:access.
2. A session for that account. ClubOS's sign-in pages do not finish at present, so please make the session yourself:
   add a row to the table Session for the account (token stored as salt:hash, 30 days) and send us the token, which is
   the value of the cookie __Host-murmurant_session (murmurant_session on a test system).
   A service account with "Authorization: Bearer" serves as well, once ClubOS has one.
3. Please do not send the code by open e-mail; a password manager's shared entry or the telephone is fine.

What the program calls, all with GET:
   /api/auth/me
   /api/v1/members, /api/v1/members/:id, /api/admin/export/members
   /api/admin/events, /api/admin/events/:id, /api/admin/export/events
   /api/admin/registrations, /api/admin/registrations/search, /api/admin/export/registrations
   /api/v1/health, /api/v1/admin/import/status
   /api/admin/comms/campaigns (only how many are scheduled)
   /api/v1/officer/governance/meetings, /api/v1/officer/governance/motions, if the board records its votes there

When it connects, it also tries whether three doors are shut, without reading what is behind them:
   /api/members and /api/registrations without signing in, and the password test-admin-token.
If one of them is open, we shall ask you to shut it before members use ClubOS.

A session ends after 24 hours without use and after 30 days at the latest. We shall ask you for a new one then.

Thank you,
{person}
{club}
"""


def letter(club: str, person: str, url: str) -> str:
    """The letter for a club, signed by the person who asks; ``url`` is ClubOS's address, or empty."""
    return LETTER.format(club=club, person=person, url=url or "our ClubOS")
