"""What ClubOS holds, in files for the old system: contacts as Wild Apricot's importer wants them, the rest to read.

Wild Apricot imports contacts alone (wild-apricot-api.md section 6); events, registrations and money become CSV files
for people. What fits nowhere is listed, never dropped.
"""
