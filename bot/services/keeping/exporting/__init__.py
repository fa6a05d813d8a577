"""What leaves for staff and for other programs: tables, a codebook, workbooks, ODK's files."""
