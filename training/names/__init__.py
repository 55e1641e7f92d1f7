"""Training of the recognizer of names."""
