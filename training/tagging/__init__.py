"""Teaches the tagger: open corpora to units, one network of several heads, weights in eight bits."""
