"""Marking who says what with a trained model: cue, source and content, names, how sure it sounds."""
