"""How fast the GraphQL answers are, beside what else could give them."""
