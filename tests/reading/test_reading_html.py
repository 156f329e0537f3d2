"""Web pages: the words a reader would see, what the page says of itself, and what it would have contacted."""

import re
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.ports import Limits
from twosource.reading import ReadSettings
from twosource.reading.readers.html import decode_html, html_to_text, page_of
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
    page = page_of(
        "<style>@import url(//styles.example/a.css)</style><link rel=stylesheet href=https://b.example/b.css>"
        "<script src='http://c.example/c.js'></script><img src='local.png'>"
        "<img src='data:image/png;base64,aa'>"
        "<div style=\"background: url('https://d.example/d.png')\">words</div>"
        "<a href='https://e.example'>link</a>"
    )
    assert [value for name, value in page.findings if name == "would have contacted"] == [
        "//styles.example/a.css",
        "https://b.example/b.css",
        "http://c.example/c.js",
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


N_HOSTILE = 300_000


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<div>" * N_HOSTILE + "words" + "</div>" * N_HOSTILE, "words"),
        ("<b>" * N_HOSTILE + "words<p>more", "words\n\nmore"),
        ("<table><td>" * N_HOSTILE + "words", "words"),
        ("<p " + " ".join(f"a{n}" for n in range(N_HOSTILE)) + ">words", "words"),
        ("<p " + "=" * N_HOSTILE + ">words", "words"),
        ("<p" + " /" * N_HOSTILE + ">words", "words"),
        ("<pre>" + " " * N_HOSTILE + "words", "words"),
        ("<!-- " * N_HOSTILE + "-->words", "words"),
        ("</p>" * N_HOSTILE + "words", "words"),
        ("<style>" + "url( " * N_HOSTILE + "</style>words", "words"),
        ("<meta name=a content=b>" * N_HOSTILE + "words", "words"),
    ],
    ids=["div", "b", "table", "attributes", "equals", "slashes", "spaces", "comment", "p", "url", "meta"],
)
def test_no_nesting_and_no_number_of_attributes_makes_a_page_slow(reading, page, words):
    """Time grows with the bytes alone: quadratic work at this size would hold the run up for minutes."""
    outcome = reading(page.encode(), HTML)
    assert outcome.status is Status.READ
    assert outcome.values[0].text == words


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("<p>words<!--" * N_HOSTILE, "A comment"),
        ("<p>words" + "<script>" * N_HOSTILE, "An element (script)"),
        ("<p>words" + "<a " * N_HOSTILE, "A tag"),
        ("<p>words" + "<!x " * N_HOSTILE, "A mark"),
        ("<p>words" + "<a b=' " * N_HOSTILE + '"', "A tag"),
        ("<p>words" + "<svg>" * N_HOSTILE, "An element (svg)"),
    ],
    ids=["comment", "script", "tag", "mark", "quote", "svg"],
)
def test_what_never_ends_is_told_and_sought_once(reading, page, what):
    """A browser would show nothing of the rest; here the page is partly read."""
    outcome = reading(page.encode(), HTML)
    assert outcome.status is Status.PARTLY_READ
    assert outcome.values[0].text.startswith("words")
    assert outcome.failures[0].happened.startswith(f"{what} begins in this page and never ends")


def test_words_behind_a_comment_that_never_ends_are_kept(reading):
    assert "the other words" in reading(b"<p>words<!-- <p>the other words", HTML).values[0].text


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>a</p><!-- <p>no</p> --><p>b</p>", "a\n\nb"),
        ("a<!-->b<!--->c<!-- x --!>d", "abcd"),
        ("<p title='</p> no'>a<b x=\"1>2\">b</b></p>", "ab"),
        ("<script>if (a<b) '<p>no</p>'</script><p>a", "a"),
        ("<SCRIPT>no</ScRiPt >a", "a"),
        ("<textarea>a <b>b</b> &amp;</textarea>", "a <b>b</b> &"),
        ("1 < 2 &amp; 3 &gt; 2 &#x26;", "1 < 2 & 3 > 2 &"),
        ("<title>no</title>a", "a"),
        ("<?php no ?>a<!doctype html>b", "ab"),
        ("<svg><text>no</text></svg>a", "a"),
        ("<svg><p>a</p></svg>", "a"),
        ("<template><p>no<template>no</template>no</p></template>a", "a"),
        ("<p>a<div>b</div>c<p>d", "a\n\nb\nc\n\nd"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
        ("<pre>\na  b\r\nc</pre>", "a  b\nc"),
        ("<plaintext>a<b>", "a<b>"),
        ("a</>b</ x>c<", "abc<"),
    ],
)
def test_pages_are_cut_as_browsers_cut_them(page, words):
    assert html_to_text(page) == words


_PIECES = st.recursive(
    st.text(alphabet="abc &<", max_size=5).map(escape),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["div", "span", "b", "section", "li", "ul"]),
        st.lists(inner, max_size=4),
    ),
)


@given(_PIECES)
def test_no_letter_of_a_well_formed_page_is_lost(page):
    """What is written between tags comes out, in order, whatever holds it."""
    written = unescape(re.sub("<[^>]*>", "", page))
    assert "".join(html_to_text(page).split()) == "".join(written.split())


def test_a_page_that_takes_too_long_is_partly_read(reading):
    """The limit on time ends the loop and says so."""
    settings = ReadSettings(limits=Limits(max_seconds=0))
    outcome = reading(b"<p>words" * 1000, HTML, settings)
    assert outcome.status is not Status.READ
    assert "longer than 0 seconds" in outcome.failures[-1].happened
