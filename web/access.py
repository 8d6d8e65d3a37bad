"""Access: who may reach the server, and by which way."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, TypeAlias

from index.language import tr

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

Network: TypeAlias = IPv4Network | IPv6Network
PASSWORD = "SEARCHER_PASSWORD"  # noqa: S105  # the name of the variable
"""The variable of the environment that holds the password; no option and no file does."""
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
PREFIX = re.compile(r"(/[\w~-][\w.~-]*)*", re.ASCII)


@dataclass(frozen=True)
class Access:
    """Who may reach the server, and by which way."""

    password: str = ""
    """What has to be given, with any user name; nothing where it is empty."""
    public: bool = False
    """Whether others than this machine may ask without a password."""
    allowed: Collection[str] = ()
    """Names that the server answers to besides its own."""
    prefix: str = ""
    """The path below which everything lies, as ``/archives``."""
    proxies: Network | None = None
    """The front servers that are believed when they say who asked them for what."""

    @property
    def open_to_others(self) -> bool:
        """Whether an answer may leave this machine."""
        return bool(self.password or self.public)

    def names(self, host: str) -> Names:
        """What a server that listens on ``host`` answers to."""
        return Names([host, f"[{host}]", *self.allowed], addresses=not is_loopback(host))

    def around(self, app: WSGIApplication) -> WSGIApplication:
        """``app`` with what keeps to this around it."""
        from web import layers

        app = layers.below(app, self.prefix) if self.prefix else app
        app = layers.asking(app, self.password) if self.password else app
        app = layers.believing(app, self.proxies) if self.proxies else app
        return app if self.open_to_others else layers.for_this_machine(app)


class Names:
    """The names that a server answers to: of this machine, and those allowed by hand.

    Where others can reach it, any address does as well: a site can point its name at this machine, but not be named by
    the address.
    """

    def __init__(self, names: Collection[str], *, addresses: bool) -> None:
        self._names = {name.lower() for name in (*LOOPBACK_NAMES, *names)}
        self._addresses = addresses

    def __contains__(self, name: object) -> bool:
        return name in self._names or (self._addresses and is_address(str(name).strip("[]")))


def is_address(host: str) -> bool:
    """Whether ``host`` is an IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``. A name other than localhost may be anybody's."""
    return ip_address(host).is_loopback if is_address(host) else host.lower() == "localhost"


def as_prefix(text: str) -> str:
    """A path as it is before others: ``archives/`` → ``/archives``. Raises ValueError where it is none."""
    prefix = f"/{text.strip('/')}".rstrip("/")
    if not PREFIX.fullmatch(prefix):
        raise ValueError(tr("{path} is no path such as /archives").format(path=text))
    return prefix


def as_network(text: str) -> Network:
    """One address, or a network such as ``172.16.0.0/12``. Raises ValueError where it is neither."""
    try:
        return ip_network(text)
    except ValueError as error:
        raise ValueError(tr("{text} is no address such as 127.0.0.1 or 172.16.0.0/12").format(text=text)) from error
