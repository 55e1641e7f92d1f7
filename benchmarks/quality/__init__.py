"""How well pages are read and questions are answered, with floors."""
