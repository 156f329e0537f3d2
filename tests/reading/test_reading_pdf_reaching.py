"""Whom a PDF would call, what it would run, what lies inside: found in every object, escaped or hidden."""

import io

import pikepdf
import pytest
from pdf_samples import document, link_to, saved, words
from pikepdf import Array, Dictionary, Name, Stream, String

from twosource.reading.readers.deadline import Deadline
from twosource.reading.readers.findings import Findings
from twosource.reading.readers.pdf_reaching import MAX_SCRIPT, name_of_file, reach, script_of

BEACON = "https://beacon.example/seen?by=1"


def findings(change=None, content: bytes | None = None) -> list[tuple[str, str]]:
    """Return what is found in a document of one page that was changed so."""
    content = content or document(words("The order."), change=change)
    found = Findings()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert reach(pdf, found, Deadline(60))
    return list(found.pairs())


def on_open(action: Dictionary):
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = action

    return change


def annotated(*notes: Dictionary):
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Annots = Array(list(notes))

    return change


def test_an_ordinary_document_reaches_nobody():
    assert findings() == []


def test_an_address_behind_a_link_is_a_link():
    """Nobody is called before somebody clicks."""
    assert findings(annotated(link_to(BEACON))) == [("links to", BEACON)]


def test_an_action_of_its_own_behind_a_link_is_a_link_too():
    """Writers store the action apart from the link as often as in it."""

    def change(pdf: pikepdf.Pdf) -> None:
        note = link_to(BEACON)
        note.A = pdf.make_indirect(note.A)
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    assert findings(change) == [("links to", BEACON)]


def test_an_address_opened_with_the_document_is_a_contact():
    assert findings(on_open(Dictionary(S=Name.URI, URI=String(BEACON)))) == [("would have contacted", BEACON)]


def test_an_address_both_clicked_and_opened_unasked_is_a_contact():
    """The worse of two ways to reach it counts."""

    def change(pdf: pikepdf.Pdf) -> None:
        action = pdf.make_indirect(Dictionary(S=Name.URI, URI=String(BEACON)))
        note = link_to(BEACON)
        note.A = action
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])
        pdf.Root.OpenAction = action

    assert findings(change) == [("would have contacted", BEACON)]


@pytest.mark.parametrize("moment", ["/O", "/C", "/WC", "/PV"])
def test_an_address_opened_by_a_moment_is_a_contact(moment):
    """When a page is opened or closed, the document printed, a note seen."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj["/AA"] = Dictionary({moment: Dictionary(S=Name.URI, URI=String(BEACON))})

    assert findings(change) == [("would have contacted", BEACON)]


def test_an_action_that_nothing_leads_to_is_found_as_well():
    """What no page leads to is hidden better, and a script may call it."""

    def change(pdf: pikepdf.Pdf) -> None:
        # qpdf drops what nothing refers to, so an unknown key of the catalogue holds it.
        pdf.Root["/Odd"] = pdf.make_indirect(Dictionary(S=Name.URI, URI=String(BEACON)))

    assert findings(change) == [("would have contacted", BEACON)]


def test_a_sent_form_is_a_contact_though_a_button_sends_it():
    """It carries off what was typed."""
    spec = Dictionary(FS=Name.URL, F=String("https://collect.example/form"))
    action = Dictionary(S=Name.SubmitForm, F=spec)
    button = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], A=action)
    assert findings(annotated(button)) == [("would have contacted", "https://collect.example/form")]


@pytest.mark.parametrize(
    "share", ["\\\\host.example\\share\\a.pdf", "//host.example/share/a.pdf", "file:////host.example/a"]
)
@pytest.mark.parametrize("kind", ["/GoToR", "/GoToE", "/ImportData", "/Thread"])
def test_another_document_on_a_share_is_a_contact(kind, share):
    """Opening it sends a machine's name and a hash of its password."""
    assert findings(on_open(Dictionary(S=Name(kind), F=String(share)))) == [("would have contacted", share)]


def test_another_document_in_the_same_folder_is_a_link():
    assert findings(on_open(Dictionary(S=Name.GoToR, F=String("annex.pdf")))) == [("links to", "annex.pdf")]


def test_a_started_program_is_named():
    """With the address it lies at, where it lies on a share."""
    told = findings(on_open(Dictionary(S=Name.Launch, F=String("\\\\host.example\\x\\run.exe"))))
    assert told == [
        ("embedded program", "would have started: \\\\host.example\\x\\run.exe"),
        ("would have contacted", "\\\\host.example\\x\\run.exe"),
    ]


def test_a_started_program_of_windows_is_named():
    win = Dictionary(F=String("cmd.exe"), P=String("/c calc"))
    told = findings(on_open(Dictionary(S=Name.Launch, Win=win)))
    assert ("embedded program", "would have started: cmd.exe") in told


@pytest.mark.parametrize("as_stream", [False, True])
def test_a_script_is_told_by_its_beginning_with_whom_it_names(as_stream):
    """It is never run, and its addresses are those it could call."""
    code = f"app.launchURL('{BEACON}', true);"

    def change(pdf: pikepdf.Pdf) -> None:
        script = pdf.make_stream(code.encode()) if as_stream else String(code)
        pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=script))

    assert findings(change) == [
        ("embedded program", f"JavaScript: {code}"),
        ("would have contacted", BEACON),
    ]


def test_a_name_written_with_escapes_is_the_same_name():
    """`/J#61vaScript` is JavaScript to every viewer, and must be to us."""
    content = document(words("x"), change=on_open(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))))
    plain = saved(pikepdf.open(io.BytesIO(content)), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"/JavaScript" in plain
    escaped = plain.replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/J#53")
    assert findings(content=escaped) == [("embedded program", "JavaScript: app.alert(1)")]


def test_a_link_that_is_a_script_is_a_script():
    told = findings(annotated(link_to("javascript:alert(1)")))
    assert told == [("embedded program", "JavaScript: javascript:alert(1)")]


def test_a_stream_whose_content_lies_elsewhere_is_a_contact():
    """A viewer fetches it while it draws the page."""

    def change(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        image.F = Dictionary(FS=Name.URL, F=String("http://pictures.example/1.png"))
        pdf.pages[0].Resources.XObject = Dictionary(Im=image)

    assert findings(change) == [("would have contacted", "http://pictures.example/1.png")]


def test_embedded_exhibits_are_listed_and_programs_among_them_named():
    def change(pdf: pikepdf.Pdf) -> None:
        for name in ("ledger.xlsx", "update.exe"):
            spec = pikepdf.AttachedFileSpec(pdf, b"bytes", filename=name)
            pdf.attachments[name] = spec

    told = findings(change)
    assert ("embedded exhibit", "ledger.xlsx") in told
    assert ("embedded program", "update.exe") in told


@pytest.mark.parametrize("kind", ["/RichMedia", "/Movie", "/3D"])
def test_players_are_embedded_programs(kind):
    note = Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=[0, 0, 9, 9])
    ((name, _),) = findings(annotated(note))
    # The annotation alone is enough to be looked at only where it names what it plays.
    assert name == "embedded program"


def test_signatures_are_told_and_not_vouched_for():
    def change(pdf: pikepdf.Pdf) -> None:
        about = Dictionary(ByteRange=[0, 1, 2, 3], Name=String("A. Clerk"), M=String("D:20150314"))
        pdf.Root["/Odd"] = pdf.make_indirect(about)

    assert findings(change) == [("signature", "A. Clerk, D:20150314")]


def test_a_finding_deep_within_direct_objects_is_found():
    deep = Dictionary(S=Name.URI, URI=String(BEACON))
    for _ in range(6):
        deep = Dictionary(Next=Array([deep]), S=Name.Named)
    assert findings(on_open(deep)) == [("would have contacted", BEACON)]


def test_nesting_without_end_ends():
    """What is deeper than any viewer goes is not followed."""
    deep = Dictionary(S=Name.URI, URI=String(BEACON))
    for _ in range(60):
        deep = Dictionary(Next=deep, URI=String("x"))
    assert ("would have contacted", BEACON) not in findings(on_open(deep))


def test_the_same_address_is_told_once():
    assert findings(annotated(*(link_to(BEACON) for _ in range(5)))) == [("links to", BEACON)]


def test_when_the_time_is_over_it_says_that_not_all_was_seen():
    content = document(words("x"), change=on_open(Dictionary(S=Name.URI, URI=String(BEACON))))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not reach(pdf, Findings(), Deadline(-1.0))


def test_file_names_are_read_in_every_shape():
    pdf = pikepdf.new()
    assert name_of_file(String("a.pdf")) == "a.pdf"
    assert name_of_file(Dictionary(F=String("a.pdf"), UF=String("\u0623.pdf"))) == "\u0623.pdf"
    assert name_of_file(pdf.make_stream(b"", F=String("a.pdf"))) == "a.pdf"
    assert name_of_file(Dictionary()) == ""
    assert name_of_file(None) == ""
    assert name_of_file(5) == ""


def test_scripts_are_read_only_as_far_as_they_are_looked_at():
    pdf = pikepdf.new()
    long = "a" * (MAX_SCRIPT * 2)
    assert len(script_of(String(long))) == MAX_SCRIPT
    assert len(script_of(Stream(pdf, long.encode()))) == MAX_SCRIPT
    assert script_of(None) == ""
    broken = Stream(pdf, b"no zlib at all", Filter=Name.FlateDecode)
    assert script_of(broken) in {"", "no zlib at all"}
