"""Measurements: speed, quality, and what happens when things break."""
