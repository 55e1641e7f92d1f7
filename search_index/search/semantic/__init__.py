"""Search by meaning: vectors of articles and questions, where the extra `semantic` is on."""
