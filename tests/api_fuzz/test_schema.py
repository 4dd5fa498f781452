"""Nonsense sent to every operation of the API, by each kind of caller: never a fault of ours."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "openapi.yaml"
EXAMPLES = 6
BIGGER_THAN_BIGINT = 10**30

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-BIGGER_THAN_BIGINT, BIGGER_THAN_BIGINT)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from(["\x00", "\u202e", "ๆ" * 3000, "2026-13-45", "' OR 1=1 --", "__class__"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def operations() -> Iterator[tuple[str, str, dict]]:
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield method, path, operation | {"components": schema["components"]}


def fields_of(operation: dict) -> list[str]:
    """The names its body is documented to take."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1]
    return list(operation["components"]["schemas"].get(name, {}).get("properties", {}))


OPERATIONS = [pytest.param(*found, id=f"{found[0]} {found[1]}") for found in operations()]


@pytest.fixture
def callers(client_for, somchai, dao, arisa) -> list[Client]:
    """Nobody, an owner, an officer and a registrar; a fault answers 500 as it would to the world."""
    browsers = [Client(), *(client_for(user) for user in (somchai, dao, arisa))]
    for browser in browsers:
        browser.raise_request_exception = False
    return browsers


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_no_request_breaks_the_api(method, path, operation, callers):
    parameters = operation.get("parameters", [])
    query_names = [one["name"] for one in parameters if one["in"] == "query"]
    path_names = [one["name"] for one in parameters if one["in"] == "path"]
    body_names = fields_of(operation)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        keys=st.fixed_dictionaries({name: st.integers(-1, 10**20) for name in path_names}),
        query=st.fixed_dictionaries({}, optional={name: values.map(str) for name in query_names}),
        body=st.fixed_dictionaries({}, optional=dict.fromkeys(body_names, values)) | values,
    )
    def send(keys, query, body):
        address = path
        for name, key in keys.items():
            address = address.replace("{" + name + "}", str(key))
        for caller in callers:
            response = caller.generic(
                method.upper(),
                address,
                json.dumps(body),
                content_type="application/json",
                query_params=query,
                headers={"If-Match": "*"},
            )
            assert response.status_code < 500, (address, query, body)

    send()
