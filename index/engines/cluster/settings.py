"""Settings: where the cluster is, and as whom it is asked; by the environment, so that no password is typed."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from index.engines.protocol import StoreError
from index.language import tr

URL = "SEARCHER_OPENSEARCH_URL"
NAME = "SEARCHER_OPENSEARCH_NAME"
USER = "SEARCHER_OPENSEARCH_USER"
PASSWORD = "SEARCHER_OPENSEARCH_PASSWORD"  # noqa: S105  # the name of a variable
AUTHORITY = "SEARCHER_OPENSEARCH_CA"
SHARDS = "SEARCHER_OPENSEARCH_SHARDS"
DEFAULT_NAME = "searcher"
MOST_SHARDS = 1_024
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}", re.ASCII)


class ClusterSettings(NamedTuple):
    """``urls`` of nodes; ``name`` is what the names of all indices begin with; ``authority`` a file of certificates.

    ``shards`` is of how many parts a new index is made.
    """

    urls: tuple[str, ...]
    name: str = DEFAULT_NAME
    user: str = ""
    password: str = ""
    authority: str = ""
    shards: int = 1

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> ClusterSettings | None:
        """What the environment says, None where it names no cluster. Raises StoreError where it makes no sense."""
        urls = tuple(environment.get(URL, "").replace(",", " ").split())
        if not urls:
            return None
        settings = cls(
            urls,
            environment.get(NAME) or DEFAULT_NAME,
            environment.get(USER, ""),
            environment.get(PASSWORD, ""),
            environment.get(AUTHORITY, ""),
            _shards(environment.get(SHARDS) or "1"),
        )
        settings.check()
        return settings

    def headers(self) -> Mapping[str, str]:
        """What every request says of who asks; any letter may be in a password."""
        if not self.user:
            return {}
        return {"authorization": f"Basic {b64encode(f'{self.user}:{self.password}'.encode()).decode()}"}

    def check(self) -> None:
        """Raise StoreError for an address or a name that cannot be, or a password that would be sent in the clear."""
        if not _NAME.fullmatch(self.name):
            said = tr("{variable}: {value} can be no name: small letters without accents, digits, - and _ can")
            raise StoreError(said.format(variable=NAME, value=self.name))
        if self.authority:
            _check_authority(self.authority)
        for url in self.urls:
            _check(url)
            parts = urlsplit(url)
            if self.password and parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
                said = tr("{url} would send the password in the clear; write https:// in {variable}")
                raise StoreError(said.format(url=url, variable=URL))


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # of a port that is no number
        is_sound = False
    if not is_sound or parts.username is not None or parts.path not in {"", "/"}:
        said = tr(
            "{variable}: {value} is no address of a node, as https://search.example:9200 is; a user goes to {user}"
        )
        shown = re.sub("//.*@", "//…@", url)  # a password may be there
        raise StoreError(said.format(variable=URL, value=shown, user=USER))


def _check_authority(file: str) -> None:
    from ssl import SSLError, create_default_context

    try:
        create_default_context(cafile=file)
    except (OSError, ValueError, SSLError) as error:
        said = tr("{variable}: {value} is no file of certificates ({reason})")
        raise StoreError(said.format(variable=AUTHORITY, value=file, reason=error)) from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shards(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_SHARDS:
        return int(text)
    said = tr("{variable}: {value} is no number of shards from 1 to {most}")
    raise StoreError(said.format(variable=SHARDS, value=text, most=MOST_SHARDS))
