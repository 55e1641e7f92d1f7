"""What `gunicorn wsgi:app` reads by itself in this folder: the settings of search_app.server."""

from search_app.server import *  # noqa: F403
