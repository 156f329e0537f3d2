"""What an exhibit would have contacted is listed, in every format, and no reader contacts anything."""

import io
import sys

import pytest
from beacons import Beacon, all_beacons

from twosource.ports import Limits, Reading
from twosource.reading.registry import readers
from twosource.reading.settings import ReadSettings

BEACONS = all_beacons()
CALLS: list[str] = []
IS_WATCHING: list[bool] = [False]


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook cannot be taken away again, so it is switched on and off."""
    if IS_WATCHING[0] and event.startswith(
        ("socket.", "urllib.", "http.", "ftplib.", "subprocess.", "os.system", "os.exec")
    ):
        CALLS.append(f"{event} {arguments!r}")


sys.addaudithook(watch)


def read(beacon: Beacon) -> Reading:
    return readers(ReadSettings())[beacon.media_type].read(io.BytesIO(beacon.content), Limits())


def test_there_are_enough_beacons_and_no_two_call_the_same_host():
    """The issue asks for 150 at least."""
    assert len(BEACONS) >= 150
    assert len({beacon.host for beacon in BEACONS}) == len(BEACONS)
    assert all(
        beacon.host.split(".")[0].encode().lower()[:6] in beacon.content.lower()
        or b"PK" in beacon.content[:2]
        for beacon in BEACONS
    )


@pytest.mark.parametrize("beacon", BEACONS, ids=lambda beacon: beacon.name)
def test_every_host_is_listed(beacon):
    """Who opens an exhibit elsewhere must know beforehand whom it calls."""
    contacted = [value for name, value in read(beacon).untrusted_metadata if name == "would have contacted"]
    assert any(beacon.host in value.lower() for value in contacted), contacted


def test_no_reader_opens_a_socket_or_starts_a_program():
    """Reading writes addresses down and follows none of them."""
    for beacon in BEACONS[:1]:
        read(beacon)  # what is loaded late is loaded now
    CALLS.clear()
    IS_WATCHING[0] = True
    try:
        for beacon in BEACONS:
            read(beacon)
    finally:
        IS_WATCHING[0] = False
    assert CALLS == []


def test_the_watch_notices_a_socket():
    """A watch that sees nothing would pass every test."""
    import socket

    CALLS.clear()
    IS_WATCHING[0] = True
    try:
        socket.socket(socket.AF_UNIX).close()
    finally:
        IS_WATCHING[0] = False
    assert any(call.startswith("socket.") for call in CALLS)


def test_what_leads_nowhere_is_not_listed():
    """Pictures beside a page, packed pictures and places in a page contact nobody."""
    quiet = b"<img src='a.png'><img src='data:image/png;base64,aaaa'><a href='#x'>x</a><a href='https://e.example'>y</a><img src='cid:1@x'>"
    reading = readers(ReadSettings())["text/html"].read(io.BytesIO(quiet), Limits())
    assert [pair for pair in reading.untrusted_metadata if pair[0] == "would have contacted"] == []


def test_a_flood_of_addresses_is_counted_and_not_kept_whole():
    """Ten thousand beacons say nothing that two hundred and their number do not."""
    page = b"".join(b"<img src=http://h%d.example/>" % number for number in range(10_000))
    reading = readers(ReadSettings())["text/html"].read(io.BytesIO(page), Limits())
    assert sum(name == "would have contacted" for name, _ in reading.untrusted_metadata) == 200
    assert ("would have contacted, not listed", "9800") in reading.untrusted_metadata
