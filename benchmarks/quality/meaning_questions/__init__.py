"""How good search by meaning is, and the questions it is asked."""
