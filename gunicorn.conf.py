"""How gunicorn serves Clippings; options on its command line win."""

import os

from gunicorn.http import message

bind = "127.0.0.1:8000"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 8
preload_app = True
timeout = 60
graceful_timeout = 30
keepalive = 5
accesslog = None

# Room for a query of 10,000 characters, each up to 12 bytes in a URL. gunicorn caps the
# option at a constant of 8190, and its other choice, no limit, would let a client fill memory.
limit_request_line = 128 * 1024
message.MAX_REQUEST_LINE = limit_request_line
