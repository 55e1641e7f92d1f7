from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from search_index.errors import SettingError
from tests.app.conftest import ARTICLES, MakeApp

SEARCH = "/api/v1/search"


def test_without_a_key_in_the_settings_the_api_is_open(client: FlaskClient) -> None:
    assert client.get(SEARCH).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-API-Key": "s3cret ü"},
        {"Authorization": "Bearer s3cret ü"},
        {"Authorization": "Basic OnMzY3JldCDDvA=="},
    ],
)
def test_the_key_opens_the_api_in_each_of_its_forms(
    make_app: MakeApp, headers: dict[str, str]
) -> None:
    client = make_app(api_key="s3cret ü").test_client()
    encoded = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert client.get(SEARCH, headers=encoded).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "wrong"}, {"Authorization": "Bearer \xff"}])
@pytest.mark.parametrize(
    "url", [SEARCH, "/api/v1/export", "/", f"/articles/{ARTICLES[0].id}", "/api/v1/stats"]
)
def test_without_the_key_no_text_of_the_archive_is_shown(
    make_app: MakeApp, url: str, headers: dict[str, str]
) -> None:
    answer = make_app(api_key="s3cret").test_client().get(url, headers=headers)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    scheme = "Bearer" if url.startswith("/api/") else "Basic"
    assert answer.headers["WWW-Authenticate"].startswith(scheme)


@pytest.mark.parametrize("url", ["/healthz", "/readyz", "/metrics", "/api/docs"])
def test_probes_and_docs_need_no_key(make_app: MakeApp, url: str) -> None:
    assert make_app(api_key="s3cret").test_client().get(url).status_code == 200


def test_no_other_origin_may_call_unless_the_settings_say_so(client: FlaskClient) -> None:
    answer = client.get(SEARCH, headers={"Origin": "https://other.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_origin_of_the_settings_may_call(make_app: MakeApp) -> None:
    client = make_app(cors_origins=("https://a.example", "http://localhost:3000")).test_client()
    for origin in ("https://a.example", "http://localhost:3000"):
        answer = client.get(SEARCH, headers={"Origin": origin})
        assert answer.headers["Access-Control-Allow-Origin"] == origin
        assert "Link" in answer.headers["Access-Control-Expose-Headers"]
        assert "Origin" in answer.headers["Vary"]
    for origin in ("https://b.example", "https://aXexample", "https://a.example.evil.example"):
        answer = client.get(SEARCH, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_problem_can_be_read_by_other_origins_too(make_app: MakeApp) -> None:
    client = make_app(cors_origins=("*",)).test_client()
    answer = client.get(f"{SEARCH}?page=0", headers={"Origin": "https://a.example"})
    assert answer.status_code == 400
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_preflight_needs_no_key(make_app: MakeApp) -> None:
    client = make_app(cors_origins=("*",), api_key="s3cret").test_client()
    answer = client.options(
        SEARCH,
        headers={
            "Origin": "https://a.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type, x-api-key",
        },
    )
    assert answer.status_code == 200
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "x-api-key" in answer.headers["Access-Control-Allow-Headers"].lower()


@pytest.mark.parametrize("origin", ["a.example", "https://*.example", "null", "https://a/b"])
def test_an_origin_that_is_none_is_an_error_at_start(make_app: MakeApp, origin: str) -> None:
    with pytest.raises(SettingError, match="CLIPPINGS_CORS_ORIGINS"):
        make_app(cors_origins=(origin,))


def test_a_client_that_used_up_its_rate_is_told_when_to_come_back(make_app: MakeApp) -> None:
    client = make_app(rate_limit="3/hour").test_client()
    answers = [client.get(SEARCH) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not [answer for answer in answers if "Retry-After" in answer.headers]
    answer = client.get("/api/v1/stats")
    assert answer.status_code == 429
    assert answer.content_type == "application/problem+json"
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    other = client.get(SEARCH, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200
    assert client.get("/healthz").status_code == 200


def test_the_addresses_of_proxies_are_believed_as_far_as_the_settings_say(
    make_app: MakeApp,
) -> None:
    headers = {
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "archive.example",
        "X-Forwarded-Prefix": "/news",
    }
    here = make_app().test_client().get("/opensearch.xml", headers=headers)
    assert "archive.example" not in here.text
    app = make_app(trusted_proxies=1, rate_limit="1/hour")
    behind = app.test_client().get("/opensearch.xml", headers=headers)
    assert "https://archive.example/news/?q=" in behind.text
    search = app.test_client().get(SEARCH, headers=headers | {"X-Forwarded-For": "192.0.2.2"})
    assert search.json["links"]["self"].startswith("/news/api/v1/search?")


@pytest.mark.parametrize("proxies", [0, 1])
def test_no_header_that_a_client_makes_up_gives_it_another_rate(
    make_app: MakeApp, proxies: int
) -> None:
    """A proxy adds the address that it sees; what stands before it the client has written."""
    client = make_app(rate_limit="3/hour", trusted_proxies=proxies).test_client()
    statuses = []
    for number in range(6):
        forged = f"198.51.100.{number}"
        headers = {
            "X-Forwarded-For": f"{forged}, 192.0.2.1" if proxies else forged,
            "X-Real-IP": forged,
            "X-Client-IP": forged,
            "True-Client-IP": forged,
            "Forwarded": f"for={forged}",
        }
        statuses.append(client.get(SEARCH, headers=headers).status_code)
    assert statuses == [200] * 3 + [429] * 3


def test_guessing_the_key_uses_up_the_rate(make_app: MakeApp) -> None:
    client = make_app(rate_limit="2/hour", api_key="s3cret").test_client()
    statuses = [client.get(SEARCH, headers={"X-API-Key": f"{n}"}).status_code for n in range(3)]
    assert statuses == [401, 401, 429]


def test_a_rate_that_is_none_is_an_error_at_start(make_app: MakeApp) -> None:
    with pytest.raises(SettingError, match="CLIPPINGS_RATE_LIMIT='often'"):
        make_app(rate_limit="often")
