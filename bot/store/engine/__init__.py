"""The database itself: connections, transactions, types, migrations."""
