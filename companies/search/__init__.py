from companies.search.texts import fold, refresh_search, search_text_of, sort_key_of

__all__ = ["fold", "refresh_search", "search_text_of", "sort_key_of"]
