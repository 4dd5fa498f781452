"""The schema in the tree is the one the API has."""

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from tests.project.tree import ROOT


def test_the_schema_in_the_tree_is_that_of_the_code():
    # Labels are part of it, whichever language the test before this one left active.
    with translation.override("en"):
        schema = SchemaGenerator().get_schema(request=None, public=True)
        rendered = OpenApiYamlRenderer().render(schema, renderer_context={})
    assert rendered == (ROOT / "docs" / "openapi.yaml").read_bytes(), (
        "run: manage.py spectacular --file docs/openapi.yaml"
    )


def test_the_page_to_browse_it_has_nothing_inline(client):
    page = client.get("/api/")
    text = page.content.decode()
    assert page.status_code == 200
    assert [inline for inline in ("<style", "style=", "<script>") if inline in text] == []
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert "swagger-ui" in client.get("/api/?script=").content.decode()
    assert client.get("/api/schema/").status_code == 200
