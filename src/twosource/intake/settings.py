"""What intake may spend on one delivery, as one frozen value."""

from dataclasses import dataclass, replace

MIB = 1024 * 1024
GIB = 1024 * MIB
GIGAPIXEL = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSettings:
    """Budgets over everything that is unpacked from one received path, nested containers included.

    What is unpacked from one path may reach `max_unpacked_bytes`, and never more than `max_ratio`
    times the bytes of that path, though `free_unpacked_bytes` are always allowed: small archives
    of very plain text pack better than any ratio would let through. Deflate cannot exceed 1,032:1;
    real mail and office material measured here stays under 40:1.

    Pixels are those that images declare in their headers: `max_item_pixels` for one image, and for
    all images under one received path `free_pixels` plus `pixels_per_byte` times its bytes.

    `max_seconds` and `seconds_per_mib` bound the opening of one container in proportion to its
    bytes; `max_silence` is how long it may give nothing at all.

    `raised` are exhibits for which a named person lifted the budgets to those of `lifted`.
    `passwords` are tried on locked containers. `left_out` are patterns (as in a shell) over
    received paths that are no part of the delivery, such as the case's own `case.toml`.
    `look_ahead` is how many found files are put in order at a time, small ones first.
    """

    max_item_bytes: int = 64 * GIB
    max_mail_bytes: int = 128 * MIB
    max_unpacked_bytes: int = 64 * GIB
    max_ratio: float = 250.0
    free_unpacked_bytes: int = 64 * MIB
    max_members: int = 250_000
    max_depth: int = 6
    max_item_pixels: int = 2 * GIGAPIXEL
    free_pixels: int = 8 * GIGAPIXEL
    pixels_per_byte: float = 4000.0
    max_seconds: float = 120.0
    seconds_per_mib: float = 2.0
    max_silence: float = 90.0
    max_memory: int = 2 * GIB
    look_ahead: int = 50_000
    passwords: tuple[str, ...] = ()
    raised: frozenset[str] = frozenset()
    left_out: tuple[str, ...] = ()

    def lifted(self) -> "IntakeSettings":
        """Return the budgets for an exhibit that a named person answers for: high, yet not endless."""
        return replace(
            self,
            max_item_bytes=max(self.max_item_bytes, 1024 * GIB),
            max_mail_bytes=max(self.max_mail_bytes, 2 * GIB),
            max_unpacked_bytes=max(self.max_unpacked_bytes, 1024 * GIB),
            free_unpacked_bytes=max(self.free_unpacked_bytes, 1024 * GIB),
            max_members=max(self.max_members, 10_000_000),
            max_depth=max(self.max_depth, 24),
            max_item_pixels=max(self.max_item_pixels, 100 * GIGAPIXEL),
            free_pixels=max(self.free_pixels, 1000 * GIGAPIXEL),
            max_seconds=max(self.max_seconds, 3600.0),
            max_silence=max(self.max_silence, 600.0),
            max_memory=max(self.max_memory, 8 * GIB),
        )


def shown_bytes(count: int) -> str:
    """Return a number of bytes as a person reads it, such as `3.2 MiB`."""
    size = float(count)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            break
        size /= 1024
    return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
