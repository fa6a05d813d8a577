"""From a spreadsheet to a form: read, repaired, checked, tried out."""
