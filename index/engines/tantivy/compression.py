"""Compression: bytes ↔ fewer bytes, by Zstandard with a dictionary: what much of the same text has in common."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3
"""The highest levels take many times as long for a twentieth of the space."""
SHORTEST = 8
"""A dictionary of fewer bytes is none."""
Error = zstd.ZstdError
"""What reading data that is damaged raises."""


class Compression:
    """Packs with a ``dictionary``, any text like the rest, and unpacks what was packed with the same one."""

    def __init__(self, dictionary: bytes) -> None:
        self._dictionary = zstd.ZstdDict(dictionary, is_raw=True) if len(dictionary) >= SHORTEST else None
        how: dict[int, int] = {
            zstd.CompressionParameter.compression_level: LEVEL,
            zstd.CompressionParameter.checksum_flag: 1,
        }
        self._compressor = zstd.ZstdCompressor(options=how, zstd_dict=self._dictionary)

    def pack(self, data: bytes) -> bytes:
        """``data``, packed by itself."""
        return self._compressor.compress(data, zstd.ZstdCompressor.FLUSH_FRAME)

    def unpack(self, packed: bytes) -> bytes:
        """What was packed. Raises ``Error`` where it is damaged."""
        return zstd.decompress(packed, zstd_dict=self._dictionary)
