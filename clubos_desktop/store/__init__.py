"""The encrypted file of a workspace: database, audit log, settings, people, keys, backups, schema steps."""
