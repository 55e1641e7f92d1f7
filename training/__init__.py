"""How what Clippings has learned was made; nothing of it is needed where Clippings runs."""
