"""What intake may spend on one delivery, as one frozen value."""

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeSettings:
    """Budgets over everything that is unpacked from one received path, nested containers included.

    What is unpacked from one path may reach `max_unpacked_bytes`, and never more than `max_ratio`
    times the bytes of that path, though `free_unpacked_bytes` are always allowed: small archives
    of very plain text pack better than any ratio would let through. Deflate cannot exceed 1,032:1;
    real mail and office material measured here stays under 40:1.

    `left_out` are patterns (as in a shell) over received paths that are no part of the delivery,
    such as the case's own `case.toml`.
    """

    max_item_bytes: int = 4 * GIB
    max_mail_bytes: int = 128 * MIB
    max_unpacked_bytes: int = 16 * GIB
    max_ratio: float = 250.0
    free_unpacked_bytes: int = 64 * MIB
    max_members: int = 250_000
    max_depth: int = 6
    left_out: tuple[str, ...] = ()


def shown_bytes(count: int) -> str:
    """Return a number of bytes as a person reads it, such as `3.2 MiB`."""
    size = float(count)
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            break
        size /= 1024
    return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
