"""The routes under /api/v1: what is asked, what is answered, and the document of both."""
