"""How the digit reader learnt: drawn pages in, weights and a card out."""
