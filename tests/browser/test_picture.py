"""A chart can be taken as a picture that other programs open."""

from __future__ import annotations

import re
import struct

from tests.browser.conftest import Visit


def test_a_chart_of_trends_is_taken_as_png_in_twice_its_size(visit: Visit) -> None:
    page = visit("/trends?q=water&q=library&lang=ar")
    button = page.get_by_role("button", name="PNG")
    with page.expect_download() as got:
        button.click()
    assert got.value.suggested_filename == "trends.png"
    data = got.value.path().read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    address = page.url.split("/trends")[0] + (button.get_attribute("data-picture") or "")
    svg = page.request.get(address).text()
    width, height = struct.unpack(">II", data[16:24])
    assert f'width="{width // 2}" height="{height // 2}"' in svg
    assert len(set(data)) > 100


def test_a_picture_that_cannot_be_had_is_said_to_be_missing(visit: Visit) -> None:
    page = visit("/trends?q=water")
    page.route(
        re.compile("format=svg"),
        lambda route: route.fulfill(status=200, content_type="image/svg+xml", body="<svg"),
    )
    page.get_by_role("button", name="PNG").click()
    page.get_by_text("The picture could not be drawn").wait_for()
