"""Mutants that no test can tell from the code, each with the reason; all others count."""

EQUIVALENT: dict[str, str] = {}
