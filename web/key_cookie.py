"""Tells the scripts of a browser whether the one-letter keys of whoever signed in are on."""

from typing import Final

from flask import Response, after_this_request, request

from workflow import settings

NAME: Final = "loket_keys"
YEAR: Final = 365 * 24 * 3600


def follow(user_id: int | None) -> None:
    """Let this browser's keys be as the person wants them, whatever somebody else chose here before."""
    value = settings.chosen(user_id)["keys"]
    if value == request.cookies.get(NAME, "on"):
        return

    @after_this_request
    def remember(answer: Response) -> Response:
        answer.set_cookie(NAME, value, max_age=YEAR, secure=request.is_secure, samesite="Lax")
        return answer
