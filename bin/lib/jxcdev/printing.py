"""wkhtmltopdf and wkhtmltoimage as far as Odoo uses them, played by Chromium.

For machines that have no patched wkhtmltopdf (docs/adr/0011). The document is
printed first; then one more document of as many pages, each with the header and the
footer of its page in a frame, is printed and laid over the first.
"""

import base64
import html
import io
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from . import pdftext, progress
from .chromium import Browser

#: Odoo wants "patched qt": only that one prints several documents into one file.
VERSION = "0.12.6 (with patched qt), played by Chromium for JXC"
SECONDS = "JXC_PRINT_SECONDS"
INCH = 25.4
_UNITS = {"": 1, "mm": 1, "cm": 10, "in": INCH, "pt": INCH / 72, "px": INCH / 96}
SIZES = {
    **{f"A{n}": (841 / 2 ** (n / 2), 1189 / 2 ** (n / 2)) for n in range(10)},
    **{f"B{n}": (1000 / 2 ** (n / 2), 1414 / 2 ** (n / 2)) for n in range(11)},
    "A4": (210, 297),
    "C5E": (163, 229),
    "Comm10E": (105, 241),
    "DLE": (110, 220),
    "Executive": (190.5, 254),
    "Folio": (210, 330),
    "Ledger": (431.8, 279.4),
    "Legal": (215.9, 355.6),
    "Letter": (215.9, 279.4),
    "Tabloid": (279.4, 431.8),
}
#: Where a document is that comes from no server.
NOWHERE = "http://document.invalid"
#: How much smaller wkhtmltopdf prints what it may shrink.
SHRINKING = 1 / 1.28
#: Options with values; the others that Odoo passes are switches.
VALUES = {
    "--page-size": "A4",
    "--page-width": "",
    "--page-height": "",
    "--margin-top": "10",
    "--margin-bottom": "10",
    "--margin-left": "10",
    "--margin-right": "10",
    "--orientation": "Portrait",
    "--dpi": "96",
    "--zoom": "1",
    "--header-html": "",
    "--footer-html": "",
    "--header-spacing": "0",
    "--footer-spacing": "0",
    "--cookie-jar": "",
    "--viewport-size": "",
    "--javascript-delay": "",
    "--width": "1024",
    "--height": "0",
    "--format": "jpg",
}


def millimetres(text: str) -> float:
    found = re.fullmatch(r"([\d.]+)\s*([a-z]*)", str(text).strip().lower())
    if not found or found[2] not in _UNITS:
        raise progress.Failure(f"{text!r} is no length")
    return float(found[1]) * _UNITS[found[2]]


@dataclass
class Job:
    """A command line, understood."""

    options: dict[str, str] = field(default_factory=lambda: dict(VALUES))
    switches: set[str] = field(default_factory=set)
    cookies: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @classmethod
    def parse(cls, arguments: list[str]) -> "Job":
        job, rest = cls(), iter(arguments)
        for argument in rest:
            if argument == "--cookie":
                job.cookies.append((next(rest), next(rest)))
            elif argument in VALUES:
                job.options[argument] = next(rest)
            elif argument.startswith("-") and argument != "-":
                job.switches.add(argument)
            else:
                job.files.append(argument)
        if len(job.files) < 2:
            raise progress.Failure("usage: wkhtmltopdf [OPTIONS] INPUT… OUTPUT")
        if job.options["--cookie-jar"]:
            jar = Path(job.options["--cookie-jar"]).read_text()
            job.cookies += re.findall(r"^([^=\s;]+)=([^;]*);", jar, re.M)
        return job

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        if self.options["--page-width"] and self.options["--page-height"]:
            size = [self.options["--page-width"], self.options["--page-height"]]
            width, height = map(millimetres, size)
        else:
            sizes = {name.lower(): size for name, size in SIZES.items()}
            name = self.options["--page-size"]
            if name.lower() not in sizes:
                raise progress.Failure(f"there is no page size {name}")
            width, height = sizes[name.lower()]
        landscape = self.options["--orientation"].lower() == "landscape"
        return (height, width) if landscape else (width, height)

    def length(self, name: str) -> float:
        return millimetres(self.options[f"--{name}"])

    @property
    def scale(self) -> float:
        scale = float(self.options["--zoom"]) * float(self.options["--dpi"]) / 96
        if "--disable-smart-shrinking" not in self.switches:
            scale *= SHRINKING
        return min(max(scale, 0.1), 2)


class Printer:
    """One job in one browser."""

    def __init__(self, job: Job, browser: Browser):
        self.job = job
        self.browser = browser
        self.bodies = [Path(name).read_bytes() for name in job.files[:-1]]
        parts = [job.options[f"--{part}-html"] for part in ("header", "footer")]
        texts = [*self.bodies, *(Path(name).read_bytes() for name in parts if name)]
        self.origin = next(filter(None, map(_origin, texts)), NOWHERE)
        # The pages come from where their styles and pictures are, so that a frame
        # may be read, fonts may be used, and no file of this machine is reached.
        icon = f"{self.origin}/favicon.ico"  # Chromium asks for it by itself
        browser.documents[icon] = b""
        browser.serve(f"{self.origin}/.wkhtmltopdf/*", icon)
        for name, value in job.cookies:
            browser.call(
                "Network.setCookie", name=name, value=value, url=f"{self.origin}/"
            )

    def put(self, name: str, content: bytes) -> str:
        address = f"{self.origin}/.wkhtmltopdf/{name}"
        self.browser.documents[address] = content
        return address

    def write(self) -> None:
        import pypdf

        writer = pypdf.PdfWriter()
        marks = []
        frames = self._frames()
        total, printed = 0, []
        for body in self.bodies:
            content, headed = self._body(body)
            reader = pypdf.PdfReader(io.BytesIO(content))
            printed.append((total, reader))
            if headed:
                marks.append(total)
            total += len(reader.pages)
        for name, (start, reader) in zip(self.job.files, printed, strict=False):
            over = None
            if frames:
                content = self._overlay(frames, name, start, len(reader.pages), total)
                over = pypdf.PdfReader(io.BytesIO(content))
            for number, page in enumerate(reader.pages):
                if over:
                    page.merge_page(over.pages[number])
                writer.add_page(page)
        pdftext.mend(writer)
        _outline(writer, marks)
        writer.write(self.job.files[-1])

    def _body(self, content: bytes) -> tuple[bytes, bool]:
        self.browser.open(self.put("body.html", content))
        headed = self.browser.evaluate(
            "!!document.querySelector('h1, h2, h3, h4, h5, h6')"
        )
        margins = {
            f"margin{side.title()}": self.job.length(f"margin-{side}") / INCH
            for side in ("top", "bottom", "left", "right")
        }
        return self._print(**margins), headed

    def _print(self, **margins) -> bytes:
        width, height = (length / INCH for length in self.job.paper)
        return self.browser.pdf(width, height, scale=self.job.scale, **margins)

    def _frames(self) -> list[tuple[str, float]]:
        """Address and top, in millimetres, of the header and of the footer.

        Odoo's header has no height of its own (minimal_layout), so that its top is
        where others' bottom is: above the body by the spacing.
        """
        job, frames = self.job, []
        if job.options["--header-html"]:
            top = job.length("margin-top") - job.length("header-spacing")
            frames.append((self._part("header"), max(top, 0)))
        if job.options["--footer-html"]:
            top = job.paper[1] - job.length("margin-bottom")
            frames.append((self._part("footer"), top + job.length("footer-spacing")))
        return frames

    def _part(self, part: str) -> str:
        content = Path(self.job.options[f"--{part}-html"]).read_bytes()
        # Laid over the body: a background would cover it.
        style = b"<style>html, body {background: none !important}</style></head>"
        return self.put(f"{part}.html", content.replace(b"</head>", style, 1))

    def _overlay(self, frames, name: str, start: int, count: int, total: int) -> bytes:
        """A page for each of the ``count`` pages that begin after ``start``."""
        job, scale = self.job, self.job.scale
        width, height = (length / scale for length in job.paper)
        left = job.length("margin-left") / scale
        inner = width - left - job.length("margin-right") / scale
        pages = []
        for number in range(1, count + 1):
            values = {
                "page": start + number,
                "frompage": 1,
                "topage": total,
                "sitepage": number,
                "sitepages": count,
                "webpage": name,
                "section": "",
                "subsection": "",
                "subsubsection": "",
            }
            query = "&".join(f"{k}={quote(str(v))}" for k, v in values.items())
            pages.append(
                "<div>"
                + "".join(
                    f'<iframe src="{html.escape(address)}?{html.escape(query)}"'
                    f' style="top: {top / scale}mm; height: {height - top / scale}mm">'
                    "</iframe>"
                    for address, top in frames
                )
                + self._line()
                + "</div>"
            )
        style = (
            f"@page {{margin: 0}} body {{margin: 0}} div {{position: relative; height:"
            f" {height}mm; overflow: hidden; break-after: page}}"
            " div:last-child {break-after: auto}"
            f" iframe, hr {{position: absolute; left: {left}mm; width: {inner}mm;"
            " border: 0; margin: 0}"
        )
        page = f"<!DOCTYPE html><style>{style}</style>{''.join(pages)}"
        self.browser.open(self.put("overlay.html", page.encode()))
        return self._print(marginTop=0, marginBottom=0, marginLeft=0, marginRight=0)

    def _line(self) -> str:
        if "--header-line" not in self.job.switches:
            return ""
        top = self.job.length("margin-top") / self.job.scale
        return f'<hr style="top: {top}mm; border-top: 1px solid black">'


def _origin(document: bytes) -> str | None:
    """Scheme and host of the server whose styles and pictures a document uses."""
    found = re.search(rb"<base\s[^>]*href=[\"']([^\"']+)", document)
    parts = urlsplit(found[1].decode()) if found else None
    if parts and parts.scheme in ("http", "https") and parts.netloc:
        return f"{parts.scheme}://{parts.netloc}"
    return None


def _outline(writer, marks: list[int]) -> None:
    """The beginnings of the documents, in the form in which Odoo looks for them."""
    from pypdf import generic as pdf

    if not marks:
        return
    places, outlines = pdf.DictionaryObject(), pdf.DictionaryObject()
    root = writer.root_object
    root[pdf.NameObject("/Outlines")] = parent = writer._add_object(outlines)
    root[pdf.NameObject("/Dests")] = places
    nodes = []
    for number, page in enumerate(marks):
        name = pdf.NameObject(f"/document{number}")
        places[name] = pdf.ArrayObject([pdf.NumberObject(page), pdf.NameObject("/Fit")])
        node = pdf.DictionaryObject(
            {
                pdf.NameObject("/Title"): pdf.TextStringObject(str(number + 1)),
                pdf.NameObject("/Parent"): parent,
                pdf.NameObject("/Dest"): name,
            }
        )
        nodes.append(writer._add_object(node))
    for before, after in zip(nodes, nodes[1:], strict=False):
        before.get_object()[pdf.NameObject("/Next")] = after
        after.get_object()[pdf.NameObject("/Prev")] = before
    outlines[pdf.NameObject("/First")] = nodes[0]
    outlines[pdf.NameObject("/Last")] = nodes[-1]
    outlines[pdf.NameObject("/Count")] = pdf.NumberObject(len(nodes))


def _picture(job: Job, browser: Browser) -> None:
    """wkhtmltoimage: one document, as it looks in a window of that size."""
    printer = Printer(job, browser)
    size = {name: int(job.options[f"--{name}"]) for name in ("width", "height")}
    if "--disable-javascript" in job.switches:
        browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.call(
        "Emulation.setDeviceMetricsOverride", deviceScaleFactor=1, mobile=False, **size
    )
    browser.open(printer.put("picture.html", printer.bodies[0]))
    kind = {"jpg": "jpeg"}.get(job.options["--format"], job.options["--format"])
    answer = browser.call("Page.captureScreenshot", format=kind)
    Path(job.files[-1]).write_bytes(base64.b64decode(answer["data"]))


def main(program: str, arguments: list[str]) -> int:
    """0; 1 when something a document wanted could not be had; 2 when it failed."""
    if "--version" in arguments or "-V" in arguments:
        print(f"{program} {VERSION}")
        return 0
    try:
        job = Job.parse(arguments)
        with Browser(float(os.environ.get(SECONDS) or 100)) as browser:
            if program == "wkhtmltoimage":
                _picture(job, browser)
            else:
                Printer(job, browser).write()
            missing = list(dict.fromkeys(browser.failures))
    except (progress.Failure, OSError, ValueError, StopIteration) as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 2
    for failure in missing:
        print(f"{program}: not loaded: {failure}", file=sys.stderr)
    return 1 if missing else 0
