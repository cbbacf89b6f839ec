"""bin/lib/wkhtmltopdf: Chromium in the place of wkhtmltopdf, on documents of our own.

tests/scenario/test_printing.py prints the real ones.
"""

import http.server
import os
import re
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pypdf
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bin" / "lib"))

from jxcdev import odoo  # noqa: E402

PROGRAMS = ROOT / "bin" / "lib" / "wkhtmltopdf"
MM = 72 / 25.4
#: The script of the host's minimal_layout in short: who am I, of how many?
PART = """<!DOCTYPE html><html style="height: 0"><head><meta charset="utf-8"><script>
function subst() {
    const vars = new URLSearchParams(document.location.search);
    const parts = document.getElementById("parts");
    const mine = parts.children[vars.get("webpage").split(".", 4)[3]];
    mine.textContent += ` 第${vars.get("sitepage")}页/共${vars.get("sitepages")}页`;
    parts.replaceChildren(mine);
}
</script></head><body onload="subst()" style="background: white">
<div id="parts"><p>%s甲</p><p>%s乙</p></div></body></html>"""


def _low_memory():
    """As Odoo's worker leaves it; Chromium reserves far more."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, hard))


def run(*arguments, program="wkhtmltopdf", **env):
    return subprocess.run(
        [PROGRAMS / program, *map(str, arguments)],
        env={**odoo.environment(), **env},
        preexec_fn=_low_memory,
        capture_output=True,
        text=True,
        check=False,
    )


def document(folder, body, number=0, head=""):
    file = folder / f"report.body.tmp.{number}.test.html"
    head = f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head>"
    file.write_text(f"{head}<body>{body}</body></html>")
    return file


def words(file, page=1):
    """{word: (x, y of its top, in millimetres from the top left)} of a page."""
    argv = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), file, "-"]
    output = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)".*?>(.+)</word>', output)
    return {word: (float(x) / MM, float(y) / MM) for x, y, word in found}


def texts(file):
    return [page.extract_text() for page in pypdf.PdfReader(file).pages]


def test_odoo_takes_it_for_a_patched_one():
    """Otherwise Odoo refuses several documents, and numbers no page."""
    for program in ("wkhtmltopdf", "wkhtmltoimage"):
        answer = run("--version", program=program)
        assert answer.returncode == 0
        assert answer.stdout.startswith(f"{program} 0.12.6 (with patched qt)")
        assert answer.stdout.isascii()


def test_each_document_has_its_own_header_footer_and_page_numbers(tmp_path):
    lines = "".join(f"<p>第 {n} 行</p>" for n in range(75))
    long = document(tmp_path, f"<h2>出库通知单</h2>{lines}", 0)
    short = document(tmp_path, "<h2>采购订单</h2>", 1)
    header, footer = tmp_path / "header.html", tmp_path / "footer.html"
    header.write_text(PART % ("页眉", "页眉"))
    footer.write_text(PART % ("页脚", "页脚"))
    target = tmp_path / "out.pdf"
    options = ["--disable-local-file-access", "--quiet", "--page-size", "A4"]
    options += ["--margin-top", "40.0", "--header-spacing", "35", "--dpi", "90"]
    options += ["--zoom", "1.0666666666666667", "--margin-left", "7.0"]
    options += ["--margin-bottom", "32.0", "--margin-right", "7.0"]
    options += ["--orientation", "Portrait", "--javascript-delay", "1000"]
    options += ["--header-html", header, "--footer-html", footer]
    answer = run(*options, long, short, target)
    assert (answer.returncode, answer.stderr) == (0, "")

    pages = texts(target)
    assert len(pages) == 4
    for number, text in enumerate(pages[:3], 1):
        assert f"页眉甲 第{number}页/共3页" in text
        assert f"页脚甲 第{number}页/共3页" in text
        assert "乙" not in text
    assert "页眉乙 第1页/共1页" in pages[3] and "页脚乙 第1页/共1页" in pages[3]
    assert "出库通知单" in pages[0] and "第 74 行" in pages[2]
    assert "采购订单" in pages[3]

    places = words(target)
    assert 5 < places["页眉甲"][1] < 20, "the header begins 40 - 35 mm below the edge"
    assert 40 < places["出库通知单"][1] < 55, "the body begins 40 mm below the edge"
    assert 265 < places["页脚甲"][1] < 280, "the footer begins 32 mm above the edge"
    assert all(x >= 7 for x, _y in places.values())

    # As ir.actions.report reads them, to save each record's own pages with it.
    root = pypdf.PdfReader(target).trailer["/Root"]
    first = root["/Outlines"]["/First"]
    starts = [root["/Dests"][n["/Dest"]][0] for n in (first, first["/Next"])]
    assert starts == [0, 3]
    assert "/Next" not in first["/Next"]


def test_what_is_copied_out_of_it_is_what_was_typed(tmp_path):
    """F3: many characters share their glyph with a radical that nobody types."""
    typed = "门店见货车进页行老长风马鱼鸟麦黄齐龙户胶用生田金食高黑鼓鼠"
    file = document(tmp_path, f"<p>{typed}</p><p><b>{typed}</b></p>")
    assert run(file, tmp_path / "out.pdf").returncode == 0
    assert texts(tmp_path / "out.pdf")[0].split() == [typed, typed]


def test_chinese_has_the_forms_of_mainland_china(tmp_path):
    """F3: 骨 直 are drawn differently in Japan, by the same codes."""
    file = document(tmp_path, "<p>骨 直 海</p>")
    assert run(file, tmp_path / "out.pdf").returncode == 0
    fonts = pypdf.PdfReader(tmp_path / "out.pdf").pages[0]["/Resources"]["/Font"]
    names = {
        font.get_object()["/FontDescriptor"]["/FontName"] for font in fonts.values()
    }
    assert names, "the font is embedded"
    for name in names:
        assert "JP" not in name and "jp" not in name, name


@pytest.mark.parametrize(
    "options, size",
    [
        (["--page-size", "A5"], (148, 210)),
        (["--page-size", "Letter", "--orientation", "landscape"], (279.4, 215.9)),
        (["--page-width", "80mm", "--page-height", "40mm"], (80, 40)),
    ],
)
def test_paper(tmp_path, options, size):
    file = document(tmp_path, "货")
    answer = run(*options, "--margin-top", "0", file, tmp_path / "out.pdf")
    assert answer.returncode == 0, answer.stderr
    (page,) = pypdf.PdfReader(tmp_path / "out.pdf").pages
    found = (float(page.mediabox.width) / MM, float(page.mediabox.height) / MM)
    assert found == pytest.approx(size, abs=1)


def test_the_users_session_goes_along(tmp_path):
    """Pictures and styles are asked of Odoo as the user who prints."""
    asked = {}

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked[self.path] = self.headers.get("Cookie", "")
            self.send_response(200 if self.path == "/style.css" else 404)
            self.send_header("Content-Type", "text/css")
            self.end_headers()
            self.wfile.write(b"p::after {content: '\\5370'}")

        def log_message(self, *_details):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        links = f"<base href='{base}'/><link rel='stylesheet' href='/style.css'/>"
        file = document(tmp_path, "<p>盖</p><img src='/gone.png'/>", head=links)
        jar = tmp_path / "jar.txt"
        jar.write_text("session_id=abc; HttpOnly; domain=127.0.0.1; path=/;")
        options = ["--cookie", "test_cookie", "def", "--cookie-jar", jar]
        answer = run(*options, file, tmp_path / "out.pdf")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert "session_id=abc" in asked["/style.css"]
    assert "test_cookie=def" in asked["/style.css"]
    assert "盖印" in texts(tmp_path / "out.pdf")[0]
    assert answer.returncode == 1, "what is missing is told, the rest is printed"
    assert f"{base}/gone.png: 404" in answer.stderr


def test_no_file_of_the_machine_is_printed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("top-secret")
    file = document(tmp_path, f"<p>货</p><iframe src='file://{secret}'></iframe>")
    run(file, tmp_path / "out.pdf")
    (text,) = texts(tmp_path / "out.pdf")
    assert "货" in text
    assert "secret" not in text


def test_a_browser_that_hangs_is_ended(tmp_path):
    pid = tmp_path / "pid"
    fake = tmp_path / "google-chrome"
    fake.write_text(f"#!/bin/sh\necho $$ >{pid}\nexec sleep 600\n")
    fake.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{odoo.environment()['PATH']}"
    file = document(tmp_path, "货")
    answer = run(file, tmp_path / "out.pdf", PATH=path, JXC_PRINT_SECONDS="2")
    assert answer.returncode == 2
    assert "Chromium does not answer within 2" in answer.stderr
    assert not (tmp_path / "out.pdf").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_a_mistake_in_the_arguments_is_named(tmp_path):
    file = document(tmp_path, "货")
    answer = run("--page-size", "A99", file, tmp_path / "out.pdf")
    assert answer.returncode == 2
    assert "A99" in answer.stderr


def test_a_picture_of_a_document(tmp_path):
    from PIL import Image

    file = document(tmp_path, "<p>货</p>", head="<style>body {background: red}</style>")
    target = tmp_path / "out.jpg"
    options = ["--disable-javascript", "--width", "320", "--height", "200"]
    answer = run(*options, "--format", "jpg", file, target, program="wkhtmltoimage")
    assert answer.returncode == 0, answer.stderr
    with Image.open(target) as image:
        assert (image.format, image.size) == ("JPEG", (320, 200))
        red, green, blue = image.convert("RGB").getpixel((300, 190))
    assert red > 200 and green < 60 and blue < 60
