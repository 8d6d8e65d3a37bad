"""Problems of the API: errors in the form that RFC 9457 gives them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, request
from werkzeug.http import HTTP_STATUS_CODES

from web.api.response import as_response

MIME = "application/problem+json"


def problem(status: int, detail: str, errors: Sequence[Mapping[str, str]] = ()) -> Response:
    """What went wrong; ``errors`` say which parameters are to blame."""
    about = {"type": "about:blank", "title": HTTP_STATUS_CODES[status], "status": status, "detail": detail}
    return as_response({**about, "errors": list(errors)} if errors else about, status, MIME)


def refusal(status: int, detail: str) -> Response:
    """An error at any address of the API, in the form of its version."""
    if request.path.startswith("/api/v1/"):
        return problem(status, detail)
    return as_response({"error": detail}, status)
