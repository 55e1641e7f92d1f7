"""What the server and the application both refuse: one place, which imports nothing."""

from typing import Final

MAX_BODY_BYTES: Final = 1024 * 1024
"""Of a request; what is larger is an upload, or refused."""
