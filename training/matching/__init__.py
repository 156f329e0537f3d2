"""Fitting of matching: judged pairs of statements to points a person can add up."""
