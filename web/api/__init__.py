"""The JSON API: searches, articles and facts for other programs, and the description of it all as OpenAPI.

Everything is below ``/api/v1``; ``/api/search`` is the address of the first version, and still answers.
"""

from web.api.legacy import legacy
from web.api.page import description
from web.api.problem import refusal
from web.api.views import blueprint

__all__ = ["blueprint", "description", "legacy", "refusal"]
