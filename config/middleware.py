"""Turns a refused move into a page that says what happened, 409 for whoever asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.lifecycle import MoveNotAllowed


class MoveNotAllowedMiddleware:
    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, MoveNotAllowed):
            return None
        return render(
            request, "409.html", {"row": error.row, "back": request.headers.get("referer")}, status=409
        )
