"""How organisations come closer: evidence, relations, their generation, and the network of them."""
