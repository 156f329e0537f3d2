"""Training of the name model: letters of English names to letters of Arabic ones."""
