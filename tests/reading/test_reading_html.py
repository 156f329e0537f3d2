"""Web pages: the words a reader would see, what the page says of itself, and what it would have contacted."""

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from twosource.reading.readers.html import decode_html, html_to_text, remote_of
from twosource.terms import Status

HTML = "text/html"
PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>An  order
found</title>
<meta property="og:site_name" content="The Outlet"><meta name="author" content="A Reporter">
<meta property="article:published_time" content="2016-05-02T08:00:00Z"><style>p { color: red }</style></head>
<body><script>alert("run me")</script><h1>An order</h1><p>First <b>bold</b>
words.</p><p>Second<br>line.</p><figure><img src="https://tracker.example/p.gif">
<figcaption>A caption</figcaption></figure>
<table><tr><th>Name</th><th>Sum</th></tr><tr><td>oil</td><td>12</td></tr></table><noscript>no</noscript></body></html>"""


def test_words_stand_in_order_with_line_breaks(reading):
    outcome = reading(PAGE.encode(), HTML)
    assert outcome.status is Status.READ
    assert outcome.values[0].text == (
        "An order\n\nFirst bold words.\n\nSecond\nline.\n\nA caption\n\nName\tSum\noil\t12"
    )


def test_script_and_style_never_reach_the_text(reading):
    text = reading(PAGE.encode(), HTML).values[0].text
    assert "run me" not in text
    assert "color" not in text


def test_the_page_says_who_published_it_and_when(reading):
    (rendition,) = reading(PAGE.encode(), HTML).values
    said = dict(rendition.metadata)
    assert said["publisher"] == "The Outlet"
    assert said["published"] == "2016-05-02T08:00:00Z"
    assert said["published on"] == "2016-05-02"
    assert said["byline"] == "A Reporter"
    assert said["title"] == "An order found"
    assert (said["language"], said["direction"]) == ("ar", "rtl")


def test_what_it_would_have_contacted_is_written_down():
    tree = LexborHTMLParser(
        "<style>@import url(//styles.example/a.css)</style><link rel=stylesheet href=https://b.example/b.css>"
        "<script src='http://c.example/c.js'></script><img src='local.png'>"
        "<img src='data:image/png;base64,aa'>"
        "<div style=\"background: url('https://d.example/d.png')\">words</div>"
        "<a href='https://e.example'>link</a>"
    )
    assert remote_of(tree) == [
        "http://c.example/c.js",
        "https://b.example/b.css",
        "//styles.example/a.css",
        "https://d.example/d.png",
    ]


def test_neighbouring_blocks_share_one_line_end():
    assert (
        html_to_text("<div>a</div>\n<div>b</div><div><div>c</div></div><p>d</p><p>e</p>")
        == "a\nb\nc\n\nd\n\ne"
    )


def test_a_page_of_script_only_has_no_words(reading):
    outcome = reading(b"<html><body><script>document.write('words')</script></body></html>", HTML)
    assert outcome.status is Status.WAITING
    assert [failure.code for failure in outcome.failures] == ["nothing_written"]


def test_a_page_is_decoded_by_its_own_declaration():
    content = '<meta charset="windows-1256"><p>\u0631\u0633\u0627\u0644\u0629</p>'.encode("cp1256")
    decoded = decode_html(content)
    assert decoded.encoding == "cp1256"
    assert html_to_text(decoded.text) == "\u0631\u0633\u0627\u0644\u0629"


def test_preformatted_words_keep_their_lines():
    assert html_to_text("<p>a  b\nc</p><pre>x  y\nz</pre>") == "a b c\n\nx  y\nz"


def test_pages_nested_deeper_than_python_recurses_are_read():
    assert html_to_text("<div>" * 20_000 + "words") == "words"


@given(st.text(max_size=200))
def test_any_text_is_a_page_and_no_markup_is_left_of_known_tags(text):
    assert "<script" not in html_to_text(f"<p>{text}<script>x</script>")
