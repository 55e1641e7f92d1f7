"""An archive that grows, and who receives what is new in it."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from search_index import open_engine
from search_index.model.article import Article, Source
from search_index.settings import Settings

WORDS = (
    "the ferry between both towns starts again next week after two years in which only small "
    "boats crossed the bay and the mayor thanked everybody who had been patient for so long"
)


def article(number: int, title: str, body: str = "", **more: Any) -> Article:
    """An article on a page of its own."""
    page = more.pop("page", f"{number}.txt")
    return Article(
        id=f"{number:016x}",
        source=Source(page=page, position=0, url=more.pop("url", None)),
        title=title,
        body=body or f"{title}. Number {number}: {WORDS}",
        language=more.pop("language", "en"),
        **more,
    )


@dataclass
class Archive:
    """An index, and the digests of its pages."""

    settings: Settings
    pages: dict[str, str] = field(default_factory=dict)

    def put(self, *articles: Article, full: bool = False) -> None:
        """Index articles, as a run of the indexer does."""
        with open_engine(self.settings).writer(full=full) as writer:
            for each in articles:
                writer.add(each)
        for each in articles:
            self.pages.setdefault(each.source.page, f"digest of {each.source.page}")

    def digests(self) -> list[tuple[str, str]]:
        """What the indexer knows of the pages."""
        return list(self.pages.items())


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(Settings(index_dir=tmp_path / "index", site_url="https://archive.example.org"))
    made.put(article(1, "Old ferry news"), article(2, "Old garden news"))
    return made


@dataclass
class Receiver:
    """A listener for webhooks; answers with `status` and keeps what it got."""

    url: str
    status: int = 204
    location: str = "http://127.0.0.1:9/elsewhere"
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append((dict(self.headers.items()), body))
            self.send_response(made.status)
            if 300 <= made.status < 400:
                self.send_header("Location", made.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Receiver(f"http://127.0.0.1:{server.server_port}/hook?from=clippings")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@dataclass
class Mailbox:
    """A real SMTP server, and the mails that it took."""

    port: int = 0
    refused: set[str] = field(default_factory=set)
    mails: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take an address, or not."""
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep a mail."""
        mail = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


class _Controller(Controller):
    """Takes any free port."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    server = _Controller(made, hostname="127.0.0.1", port=0)
    server.start()
    made.port = server.port
    yield made
    server.stop()
