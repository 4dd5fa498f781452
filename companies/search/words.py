"""Which firms' public texts hold a word; every question here reads the index `company_search_tokens`."""

from collections.abc import Sequence

from django.db import connection

from companies.search.tokens import tsquery_of

HOLDING = "SELECT id FROM companies_company WHERE search_tokens @@ %s::tsquery AND state = 'published'"


def holding(word: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(HOLDING, [tsquery_of(word)])
        return [key for (key,) in cursor.fetchall()]


def are_all_held(words: Sequence[str]) -> bool:
    """Whether each word stands in some text: what is written elsewhere is hardly misspelt."""
    exists = [f"EXISTS ({HOLDING})" for _word in words]
    if not words:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " AND ".join(exists), [tsquery_of(word) for word in words])
        return bool(cursor.fetchone()[0])
