"""Search is measured on labelled queries, and is the best of three ways in each language and for each kind."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.http import QueryDict

from companies.filters import firms_found
from companies.models import Capability, Company
from companies.permissions import Viewer
from matching.evaluation.files import BadFile
from matching.evaluation.search import read_queries
from matching.management.commands.evaluate_search import QUERIES

GROUPS = ("all", "th", "ja", "en", "across", "misspelt", "number", "name", "tune", "held")


def test_there_are_thirty_queries_in_each_language():
    queries = read_queries(QUERIES)
    assert [sum(query.language == one for query in queries) for one in ("th", "ja", "en")] == [30, 30, 30]
    assert all(query.grades for query in queries)


def test_a_bad_line_is_named(tmp_path):
    bad = tmp_path / "bad.tsv"
    bad.write_text("language\tkind\thalf\tquery\trelevant\nth\tname\theld\tx\tfirm\n", encoding="utf-8")
    with pytest.raises(BadFile, match="line 2"):
        read_queries(bad)


@pytest.mark.django_db
def test_without_the_demonstration_it_says_what_to_do():
    with pytest.raises(CommandError, match="load_demonstration"):
        call_command("evaluate_search")


@pytest.mark.django_db
def test_ours_is_best_in_every_group(capsys):
    call_command("load_reference")
    call_command("load_demonstration")
    capsys.readouterr()
    call_command("evaluate_search", json=True)
    figures = json.loads(capsys.readouterr().out)
    for group in GROUPS:
        ours = figures["otagai"][group]["nDCG@10"]
        others = [rows[group]["nDCG@10"] for name, rows in figures.items() if name != "otagai"]
        assert ours > max(others), group


@pytest.mark.django_db
def test_one_search_across_the_languages_finds_the_maker():
    """A plating shop in Nagano from a Thai query, a Thai maker of harnesses from a Japanese one: first of the list."""
    call_command("load_reference", verbosity=0)
    call_command("load_demonstration", verbosity=0)
    for query, place, trade in (
        ("โรงชุบโลหะในนากาโน", "JP-20", "plating"),
        ("タイのワイヤーハーネス", "TH", "wire-harness"),
    ):
        asked = QueryDict(mutable=True)
        asked["q"] = query
        first = Company.objects.get(pk=firms_found(Viewer(AnonymousUser()), asked)[0])
        offered = Capability.objects.filter(offers__company=first)

        assert place in (first.country, first.location.code), first.slug
        assert offered.filter(Q(slug=trade) | Q(parent__slug=trade)).exists(), first.slug
