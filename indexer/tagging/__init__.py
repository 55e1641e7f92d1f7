"""Labelling sequences, as the recognizer of names does."""
