from rest_framework import pagination

MOST = 100


class Cursor(pagination.CursorPagination):
    """Stable pages by key; a `limit` beyond the clamp, or no number at all, is read as a sensible one."""

    page_size = 25
    max_page_size = MOST
    page_size_query_param = "limit"
    ordering: str | tuple[str, ...] = "pk"
