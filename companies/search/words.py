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
    if not words:
        return False
    # Materialised: else the planner reads the table in the hope of an early hit, to its end where there is none.
    named = ", ".join(f"word{number} AS MATERIALIZED ({HOLDING})" for number in range(len(words)))
    exists = " AND ".join(f"EXISTS (SELECT FROM word{number})" for number in range(len(words)))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} SELECT {exists}", [tsquery_of(word) for word in words])
        return bool(cursor.fetchone()[0])
