"""What may come in: keys, rates, other origins, and no more than there is time for."""
