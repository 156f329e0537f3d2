"""Whether bytes begin a tar archive: the checksum of the first header says so, marked or not."""

HEADER_LENGTH = 512
SUM_AT = slice(148, 156)


def is_tar(head: bytes) -> bool:
    """Say whether bytes begin with a tar header whose sum is right (POSIX ustar; old tars have no mark)."""
    header = head[:HEADER_LENGTH]
    if len(header) < HEADER_LENGTH or not header[0]:
        return False
    try:
        told = int(header[SUM_AT].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    blank = header[: SUM_AT.start] + b" " * 8 + header[SUM_AT.stop :]
    signed = sum(byte - 256 if byte > 127 else byte for byte in blank)  # some old programs summed so
    return told in (sum(blank), signed)
