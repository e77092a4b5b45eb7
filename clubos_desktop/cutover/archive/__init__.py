"""The archive of the old system: everything the copy holds of it, readable in a browser without this program.

Locked with a passphrase it is one page that opens itself in any browser; open it is a page and CSV files in a folder.
Neither needs a network, an account, this program or this computer.
"""
