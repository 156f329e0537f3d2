"""Fits the line that ranks known claims and says when none is meant."""
