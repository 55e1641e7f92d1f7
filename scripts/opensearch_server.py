"""A real OpenSearch server on loopback, for development and tests.

    python scripts/opensearch_server.py [--nodes N] [--port PORT] [--heap 1g] [--data DIR]

It takes the server's distribution from Maven Central, once, starts it as a user that is not
root, and stops it on Ctrl-C. Without `--data` what was indexed goes away with it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

VERSION: Final = "2.19.3"
ARTIFACT: Final = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
USER: Final = "clippings-opensearch"
"""The server refuses to run as root; where we are root it runs as this user."""
START_S: Final = 120.0
_JVM: Final = """-Xms{heap}
-Xmx{heap}
-XX:+UseG1GC
-XX:TieredStopAtLevel={tier}
-Djava.io.tmpdir=${{OPENSEARCH_TMPDIR}}
-Djava.util.concurrent.ForkJoinPool.common.threadFactory=org.opensearch.secure_sm.SecuredForkJoinWorkerThreadFactory
"""


class Unavailable(Exception):
    """The server cannot be had on this machine; the message says why."""


def distribution() -> Path:
    """The unpacked distribution, fetched from Maven Central where it is not there yet.

    Raises Unavailable.
    """
    cache = Path("/var/cache/clippings") if os.geteuid() == 0 else Path.home() / ".cache/clippings"
    home = cache / f"opensearch-{VERSION}"
    if home.is_dir():
        return home
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("OpenSearch is not cached and Maven (mvn), which fetches it, is missing")
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        done = subprocess.run(
            [
                *(maven, "--batch-mode", "--quiet", "dependency:copy", f"-Dartifact={ARTIFACT}"),
                f"-DoutputDirectory={scratch}",
            ],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        archives = list(Path(scratch).glob("*.zip"))
        if done.returncode or not archives:
            lines = [line for line in done.stdout.splitlines() if line] or ["no reason given"]
            raise Unavailable(f"Maven could not fetch {ARTIFACT}: {lines[0]}")
        with zipfile.ZipFile(archives[0]) as archive:
            archive.extractall(scratch)
        unpacked = Path(scratch) / home.name
        for program in (unpacked / "bin").iterdir():
            program.chmod(0o755)
        with contextlib.suppress(OSError):  # another process was quicker
            unpacked.rename(home)
    return home


def java_home() -> Path:
    """The Java to run with: 11 or newer. Raises Unavailable."""
    given = os.environ.get("JAVA_HOME")
    found = f"{given}/bin/java" if given else shutil.which("java")
    if not found or not Path(found).exists():
        raise Unavailable("Java is missing")
    java = Path(found).resolve()
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    if not version or int(version[1]) < 11:
        raise Unavailable(f"{java} is not Java 11 or newer")
    return java.parent.parent


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def _account() -> pwd.struct_passwd | None:
    """Who the server runs as; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(USER)
    if shutil.which("useradd"):
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER],
            check=False,
            capture_output=True,
        )
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        return pwd.getpwnam("nobody")


@dataclass(slots=True, kw_only=True)
class Node:
    """One server process; `log` is what it prints."""

    name: str
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@dataclass(slots=True, kw_only=True)
class Cluster:
    """Server processes on loopback that form one cluster."""

    folder: Path
    nodes: list[Node]
    heap: str = "1g"
    tier: int = 1
    settings: Mapping[str, str] = field(default_factory=dict)
    transports: Sequence[int] = ()

    @property
    def urls(self) -> list[str]:
        """Where the nodes answer."""
        return [node.url for node in self.nodes]

    def start(self, node: Node) -> None:
        """Start a node, or start it again over its data; `wait` says when it answers."""
        home, java, account = distribution(), java_home(), _account()
        place = self.folder / node.name
        config = place / "config"
        for part in (config, place / "tmp", place / "data", place / "logs"):
            part.mkdir(parents=True, exist_ok=True)
        number = self.nodes.index(node)
        values = {
            "cluster.name": "clippings",
            "node.name": node.name,
            "network.host": "127.0.0.1",
            "http.port": node.port,
            "transport.port": self.transports[number],
            "path.data": place / "data",
            "path.logs": place / "logs",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            **self.settings,
        }
        if len(self.nodes) == 1:
            values["discovery.type"] = "single-node"
        else:
            hosts = ", ".join(f'"127.0.0.1:{port}"' for port in self.transports)
            names = ", ".join(f'"{each.name}"' for each in self.nodes)
            values["discovery.seed_hosts"] = f"[{hosts}]"
            values["cluster.initial_cluster_manager_nodes"] = f"[{names}]"
        lines = (f"{key}: {value}\n" for key, value in values.items())
        (config / "opensearch.yml").write_text("".join(lines))
        (config / "jvm.options").write_text(_JVM.format(heap=self.heap, tier=self.tier))
        shutil.copy(home / "config/log4j2.properties", config)
        command = [str(home / "bin/opensearch")]
        if account is not None:
            for path in (place, *place.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid)
        if setpriv := shutil.which("setpriv"):  # so that it ends when we do, however we do
            command[:0] = [setpriv, "--pdeathsig", "KILL"]
            if account is not None:
                ids = ("--reuid", str(account.pw_uid), "--regid", str(account.pw_gid))
                command[1:1] = [*ids, "--clear-groups"]
            account = None
        with node.log.open("ab") as log:
            node.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=place,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                start_new_session=True,
                env={
                    "PATH": os.environ["PATH"],
                    "OPENSEARCH_JAVA_HOME": str(java),
                    "OPENSEARCH_PATH_CONF": str(config),
                    "OPENSEARCH_TMPDIR": str(place / "tmp"),
                },
            )

    def wait(self, *nodes: Node) -> None:
        """Wait until these nodes, or all, answer as one cluster. Raises Unavailable."""
        until = time.monotonic() + START_S
        for node in nodes or self.nodes:
            wanted = f"{node.url}/_cluster/health?timeout=1s&wait_for_nodes=>={len(self.nodes)}"
            while not _answers(wanted):
                ended = node.process is None or node.process.poll() is not None
                if ended or time.monotonic() > until:
                    last = node.log.read_text(errors="replace").splitlines()[-3:]
                    raise Unavailable(f"OpenSearch did not start: {' / '.join(last)}")
                time.sleep(0.2)

    def stop(self) -> None:
        """Stop every node."""
        running = [node.process for node in self.nodes if node.process is not None]
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


@contextlib.contextmanager
def running(
    *,
    nodes: int = 1,
    port: int | None = None,
    heap: str = "1g",
    tier: int = 1,
    data: Path | None = None,
    scratch_in: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Cluster]:
    """A cluster that answers, until the `with` block ends. Raises Unavailable.

    `tier` 1 starts quickest and is what tests want; 4 runs fastest once warm. Without `data`
    what is indexed goes to a temporary folder in `scratch_in`.
    """
    distribution()
    java_home()
    with tempfile.TemporaryDirectory(prefix="clippings-", dir=scratch_in) as scratch:
        folder = data or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        ports = _free_ports(2 * nodes)
        http = [port + n for n in range(nodes)] if port else ports[:nodes]
        members = [
            Node(name=f"node-{n + 1}", port=http[n], log=folder / f"node-{n + 1}.log")
            for n in range(nodes)
        ]
        cluster = Cluster(
            folder=folder,
            nodes=members,
            heap=heap,
            tier=tier,
            settings=settings or {},
            transports=ports[nodes:],
        )
        try:
            for node in cluster.nodes:
                cluster.start(node)
            cluster.wait()
            yield cluster
        finally:
            cluster.stop()


def main() -> int:
    """Run a cluster until Ctrl-C."""
    parser = argparse.ArgumentParser(description="OpenSearch on loopback until Ctrl-C.")
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--port", type=int, default=9200, help="of the first node")
    parser.add_argument("--heap", default="1g", help="of each node, as Java takes it")
    parser.add_argument("--data", type=Path, help="folder to keep; default: a temporary one")
    given = parser.parse_args()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    signal.signal(signal.SIGINT, lambda *_: ended.set())
    try:
        with running(
            nodes=given.nodes, port=given.port, heap=given.heap, tier=4, data=given.data
        ) as cluster:
            print(f"OpenSearch {VERSION} answers on {', '.join(cluster.urls)}; Ctrl-C stops it.")
            print(f"CLIPPINGS_ENGINE=opensearch CLIPPINGS_OPENSEARCH_URL={','.join(cluster.urls)}")
            sys.stdout.flush()
            ended.wait()
    except Unavailable as error:
        print(f"{error}.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
