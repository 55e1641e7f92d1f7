"""Writing a new generation next to what readers see."""
