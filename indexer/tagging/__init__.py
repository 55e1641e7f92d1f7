"""Labelling sequences: what the splitter and the recognizer of names share."""
