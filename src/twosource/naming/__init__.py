"""Names: how likely two spellings mean one party, across scripts and languages; it suggests, never merges."""
