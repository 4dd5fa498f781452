from companies.search.texts import refresh_search, search_text_of, sort_key_of
from companies.search.tokens import fold

__all__ = ["fold", "refresh_search", "search_text_of", "sort_key_of"]
