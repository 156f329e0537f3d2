"""A small writer of OLE compound files ([MS-CFB], version 3), for tests of what reads them."""

import struct

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file with these streams; `a/b` stands for stream b in storage a."""
    names: list[tuple[str, ...]] = [()]
    for path in streams:
        parts = tuple(path.split("/"))
        for depth in range(1, len(parts) + 1):
            if parts[:depth] not in names:
                names.append(parts[:depth])
    small, big, mini_table, places = bytearray(), [], [], {}
    for path, content in streams.items():
        parts = tuple(path.split("/"))
        if len(content) < CUTOFF:
            first = len(small) // MINI
            count = -(-len(content) // MINI)
            places[parts] = (first if content else END, len(content))
            mini_table += [first + step + 1 for step in range(count - 1)] + ([END] if count else [])
            small += content.ljust(count * MINI, b"\0")
        else:
            big.append((parts, content))
    sectors: list[bytes] = []
    table: list[int] = []

    def keep(content: bytes) -> int:
        first = len(sectors)
        count = -(-len(content) // SECTOR)
        for step in range(count):
            sectors.append(content[step * SECTOR : (step + 1) * SECTOR].ljust(SECTOR, b"\0"))
            table.append(first + step + 1 if step < count - 1 else END)
        return first if count else END

    for parts, content in big:
        places[parts] = (keep(content), len(content))
    small_at = keep(bytes(small))
    mini_at = (
        keep(struct.pack(f"<{len(mini_table)}I", *mini_table).ljust(SECTOR, b"\xff")) if mini_table else END
    )
    directory = b"".join(_entry(name, names, places, small_at, len(small)) for name in names)
    directory_at = keep(directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0"))
    n_table = 1
    while (len(table) + n_table) > n_table * (SECTOR // 4):
        n_table += 1
    table_at = len(sectors)
    table += [FAT] * n_table
    raw = struct.pack(f"<{len(table)}I", *table).ljust(n_table * SECTOR, b"\xff")
    sectors += [raw[at : at + SECTOR] for at in range(0, len(raw), SECTOR)]
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<IIIIIIIII", 0, n_table, directory_at, 0, CUTOFF, mini_at, 1 if mini_table else 0, END, 0
    )
    listed = [table_at + step for step in range(n_table)]
    header += struct.pack("<109I", *listed, *[FREE] * (109 - n_table))
    return header + b"".join(sectors)


def _entry(name, names, places, small_at, n_small) -> bytes:
    """Return one directory entry; siblings form a chain to the right."""
    number = names.index(name)
    siblings = [one for one in names if one and one[:-1] == name[:-1]] if name else []
    after = siblings[siblings.index(name) + 1] if name and siblings[-1] != name else None
    children = [one for one in names if one and one[:-1] == name]
    title = (name[-1] if name else "Root Entry").encode("utf-16-le") + b"\0\0"
    is_stream = name in places
    kind = 5 if not name else 2 if is_stream else 1
    start, size = places.get(name, (small_at, n_small) if number == 0 else (0, 0))
    return (
        title.ljust(64, b"\0")
        + struct.pack("<HBB", len(title), kind, 1)
        + struct.pack(
            "<III",
            FREE,
            names.index(after) if after else FREE,
            names.index(children[0]) if children and not is_stream else FREE,
        )
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
