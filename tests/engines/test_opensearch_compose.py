"""The compose file of a cluster, as far as it can be tested without containers."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from scripts.opensearch_server import VERSION
from search_index.engines.opensearch.bridge.connection import OLDEST
from search_index.settings import TABLE, Settings

FILE = Path(__file__).parents[2] / "deploy/cluster/compose.yaml"


def test_the_app_and_the_indexer_of_the_compose_file_are_set_to_its_three_nodes() -> None:
    services = yaml.safe_load(FILE.read_text())["services"]
    nodes = {name for name in services if name.startswith("node-")}
    known = {row.variable for row in TABLE}
    for name in ("app", "indexer"):
        environment = services[name]["environment"]
        assert set(environment) <= known
        settings = Settings.from_environment(environment)
        assert set(re.findall(r"//([^:]+):", settings.opensearch_url)) == nodes
        assert settings.opensearch_shards == len(nodes)
        assert set(services[name]["depends_on"]) == nodes
    for name in nodes:
        environment = services[name]["environment"]
        assert environment["node.name"] == name
        assert set(environment["discovery.seed_hosts"].split(",")) == nodes
        assert services[name]["image"].endswith(f":{VERSION}")
    assert VERSION.startswith(".".join(map(str, OLDEST)))
