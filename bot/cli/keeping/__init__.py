"""Commands of who keeps the house: backup, doctor, exports, migrations, what was done by whom."""
