"""Scripts that make the data the program ships; nothing of the program imports them."""
