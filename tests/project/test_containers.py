"""docker-compose.yml and Dockerfile run what ./start runs, with documented settings."""

import json
import re

import pytest
import yaml

from config.processes import process_table
from tests.project.tree import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
TABLE = process_table("0.0.0.0:8000")


@pytest.mark.parametrize("process", TABLE, ids=lambda process: process.name)
def test_container_runs_the_command_of_the_supervisor(process) -> None:
    assert tuple(COMPOSE["services"][process.name]["command"]) == process.command


def test_there_is_no_other_process() -> None:
    servers_and_setup = {"db", "broker", "setup"}
    assert COMPOSE["services"].keys() - servers_and_setup == {process.name for process in TABLE}


def test_image_serves_the_pages_by_default() -> None:
    command = re.search(r"^CMD (.*)$", DOCKERFILE, re.MULTILINE)
    assert command is not None
    assert tuple(json.loads(command[1])) == TABLE[0].command


def test_servers_are_the_ones_of_the_design() -> None:
    assert COMPOSE["services"]["db"]["image"] == "pgvector/pgvector:pg18"
    assert COMPOSE["services"]["broker"]["image"].startswith("valkey/valkey")


def test_packages_are_installed_by_hash() -> None:
    assert "--require-hashes -r requirements.txt" in DOCKERFILE


def test_health_check_asks_a_host_name_that_is_always_allowed() -> None:
    asked = re.search(
        r"http://([\w.]+):8000/healthz", " ".join(COMPOSE["services"]["web"]["healthcheck"]["test"])
    )
    assert asked is not None
    assert asked[1] in COMPOSE["x-otagai"]["environment"]["ALLOWED_HOSTS"].rpartition("}")[2].split(",")


def test_every_setting_of_the_containers_is_documented() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text()
    names = COMPOSE["x-otagai"]["environment"].keys()
    assert [name for name in names if f"`{name}`" not in operations] == []


def test_every_volume_that_is_mounted_is_declared() -> None:
    mounted = {
        volume.split(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", [])
    }
    assert mounted == COMPOSE["volumes"].keys()
