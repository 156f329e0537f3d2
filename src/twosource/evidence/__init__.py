"""Frozen evidence values: no input or output, no database, no web; standard library only."""
