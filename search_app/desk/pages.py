"""The blueprint of the desk with all its pages."""

from search_app.desk import deciding, history, reading, saved, work  # noqa: F401 (add their routes)
from search_app.desk.routes import blueprint

__all__ = ["blueprint"]
