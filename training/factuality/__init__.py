"""How the weights of belief learnt: annotated clauses in, weights with their figures out."""
