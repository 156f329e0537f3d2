"""Draw the three reconstructed letters as page images from their transcriptions.

    python make_pages.py [PATH/TO/chromium]

The transcription is the source: page.html lays it out, a headless browser draws it, Pillow
reduces it to sixteen greys. No name, seal or emblem is imitated, and every page carries at its
head and foot that it is a reconstruction. Needs Noto Naskh Arabic and no network.
"""

import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from string import Template

from PIL import Image

HERE = Path(__file__).resolve().parent
LETTERS = HERE.parent / "cache" / "letters"
SIZE = (1000, 1400)
N_GREYS = 16


def paragraphs(transcription: str) -> list[str]:
    """Return the paragraphs of a transcription without its header lines."""
    _, _, body = transcription.partition("\n\n")
    return [part.strip() for part in body.split("\n\n") if part.strip()]


def page_of(transcription: str) -> str:
    """Return one letter as HTML: the notice, the head, whom it is to, the words."""
    notice, head, to, *words = paragraphs(transcription)
    arabic, _, latin = notice.partition(" · ")
    return Template((HERE / "page.html").read_text("utf-8")).substitute(
        title=escape(latin.capitalize()),
        notice=f'{escape(arabic)}<br><bdi dir="ltr">{escape(latin)}</bdi>',
        head=escape(head),
        to=escape(to),
        words="\n".join(f'<p class="words">{escape(part)}</p>' for part in words),
    )


def draw(browser: str, html: str, target: Path) -> None:
    """Draw a page with a headless browser and keep it as a small grey PNG."""
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder) / "page.html", Path(folder) / "page.png"
        source.write_text(html, "utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        size = f"--window-size={SIZE[0]},{SIZE[1]}"
        command = [browser, *options, size, f"--screenshot={shot}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        with Image.open(shot) as image:
            grey = image.convert("L").crop((0, 0, *SIZE)).quantize(N_GREYS)
            grey.save(target, optimize=True)


def main() -> None:
    browser = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    for source in sorted(LETTERS.glob("letter-?.transcription.ar.txt")):
        target = LETTERS / f"{source.name.split('.')[0]}.png"
        draw(browser, page_of(source.read_text("utf-8")), target)
        print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
