"""Fits how far a text reuses another one."""
