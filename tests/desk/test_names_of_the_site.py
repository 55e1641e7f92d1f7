"""The desk under the name of another site, whose name was changed to lead here (DNS rebinding)."""

from __future__ import annotations

import pytest

from tests.desk.conftest import MakeDesk

SITE = "https://news.example/archive"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "news.example.evil.org", ""])
@pytest.mark.parametrize("path", ["/desk/", "/desk/login", "/api/v1/desk", "/api/v1/corrections"])
def test_it_is_refused_where_the_name_of_the_site_is_set(
    make_desk: MakeDesk, host: str, path: str
) -> None:
    client = make_desk(site_url=SITE).test_client()
    answer = client.get(path, headers={"Host": host}, follow_redirects=True)
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["news.example", "NEWS.example", "127.0.0.1:8000", "[::1]:80"])
def test_the_site_itself_and_addresses_of_machines_are_answered(
    make_desk: MakeDesk, host: str
) -> None:
    client = make_desk(site_url=SITE).test_client()
    assert client.get("/desk/login", headers={"Host": host}).status_code == 200


def test_without_the_setting_every_name_is_answered(make_desk: MakeDesk) -> None:
    client = make_desk().test_client()
    assert client.get("/desk/login", headers={"Host": "other.example"}).status_code == 200
