"""Headers that keep a browser from doing more than it should with what it gets."""

from __future__ import annotations

from flask import Flask, Response, request

from search_index.settings import Settings

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors {ancestors}"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def install(app: Flask, settings: Settings) -> None:
    """Add the headers to every response of `app`."""
    ancestors = " ".join(settings.frame_ancestors) or "'none'"
    page_policy = PAGE_POLICY.format(ancestors=ancestors)

    def add_headers(response: Response) -> Response:
        if settings.robots != "index":
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return _add_headers(response, page_policy)

    app.after_request(add_headers)


def _add_headers(response: Response, page_policy: str) -> Response:
    policy = page_policy if response.mimetype == "text/html" else DATA_POLICY
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    location = response.headers.get("Location", "")
    own = request.host_url if location else ""
    if location and location.startswith(own) and not location.startswith(f"{own}/"):
        response.headers["Location"] = location[len(own) - 1 :]  # of a missing slash
        response.set_data(b"")  # a page that names the `Host`
    return response
