"""Engines, chosen by name."""
