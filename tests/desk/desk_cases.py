"""Small caches, written by the tests in our own words."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

REPORT = """Publisher: {outlet}
Published: {day}
Title: Guns leave Tadmur

{body}
"""

BODIES = {
    "Harbour Gazette": "Channel Nine reports that the fighters withdrew heavy artillery from Palmyra to Raqqa. "
    "A defector told Channel Nine that the withdrawal was agreed with the government.",
    "Upland Mail": "According to Channel Nine, the fighters withdrew heavy artillery from Palmyra to Raqqa.",
    "Quayside Post": "Citing Channel Nine, the paper said the fighters withdrew heavy artillery from Palmyra to Raqqa.",
}

CASE = """
schema = "twosource-case/1"
title = "The guns of Tadmur"

[parties.channel_nine]
name = "Channel Nine"
kind = "outlet"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.upland]
name = "Upland Mail"
kind = "outlet"

[parties.courier]
name = "Yusuf the Courier"
label = "a courier"
kind = "person"
protected = true

[[publishers]]
exhibits = ["harbour*"]
party = "harbour"
at = "2016-05-02"

[[publishers]]
exhibits = ["upland*"]
party = "upland"
at = "2016-05-03"

[claims.guns]
text = "Heavy artillery was withdrawn from Palmyra"
action = "withdraw"
object = "heavy artillery"
place = "Palmyra"

[[statements]]
exhibit = "harbour-gazette.txt"
quote = "the fighters withdrew heavy artillery from Palmyra to Raqqa"
claim = "guns"
chain = [
  { party = "harbour", channel = "publication" },
  { party = "channel_nine", cue = "reports that", channel = "publication", access = "was told" },
  { party = "courier", channel = "speech", access = "saw" },
]

[[statements]]
exhibit = "upland-mail.txt"
quote = "the fighters withdrew heavy artillery from Palmyra to Raqqa"
claim = "guns"
chain = [
  { party = "upland", channel = "publication" },
  { party = "channel_nine", cue = "According to", channel = "publication", access = "was told" },
  { party = "courier", channel = "speech", access = "saw" },
]

[question.moved]
text = "Were the guns moved before the town fell?"
prior = { moved = 1, stayed = 1, something_else = 1 }
prior_why = "nothing known before"
[question.moved.hypotheses]
moved = "the guns were moved"
stayed = "the guns stayed"
something_else = "something else"

[question.moved.variables.channel]
text = "How the channel works"
party = "channel_nine"
states = ["sound", "unsound"]
failed = ["unsound"]
rows = [{ p = [0.9, 0.1] }]
why = "a broadcaster with an editor"

[[question.moved.items]]
name = "report"
text = "the channel reports that the guns were moved"
claim = "guns"
exhibits = ["harbour*"]
chokepoint = "channel"
why = "an order was seen"
answers = [
  { when = { channel = "unsound" }, p = 0.5 },
  { words = { moved = "very likely", stayed = "unlikely" } },
]
"""


def write_cache(folder: Path) -> Path:
    """Write a cache of three reports, a copy of one, a mail with an attachment, and junk."""
    cache = folder / "cache"
    cache.mkdir(parents=True)
    for number, (outlet, body) in enumerate(BODIES.items(), 2):
        name = outlet.lower().replace(" ", "-") + ".txt"
        (cache / name).write_text(REPORT.format(outlet=outlet, day=f"2016-05-0{number}", body=body), "utf-8")
    (cache / "again.txt").write_bytes((cache / "upland-mail.txt").read_bytes())
    (cache / "empty.txt").write_bytes(b"")
    (cache / "mail.eml").write_bytes(_mail())
    with zipfile.ZipFile(cache / "bundle.zip", "w") as bundle:
        bundle.writestr("../escape.txt", "A note that wants to climb out of its archive.")
        bundle.writestr("inside.txt", "المدفعية الثقيلة خرجت من تدمر.")
    return cache


def _mail() -> bytes:
    message = EmailMessage()
    message["From"] = "Desk <desk@example.invalid>"
    message["To"] = "All <all@example.invalid>"
    message["Subject"] = "Attached"
    message["Date"] = "Mon, 02 May 2016 10:00:00 +0000"
    message.set_content("The list is attached.")
    message.add_attachment(b"name,count\nguns,4\n", maintype="text", subtype="csv", filename="list.csv")
    stream = io.BytesIO()
    stream.write(message.as_bytes())
    return stream.getvalue()
