"""Pictures of the demo vault's pages, taken by a real browser.

    python docs/pictures/make.py

Makes the demo vault, renders pages as a Markdown reader shows them (wikilinks, task boxes, callouts), and lets
headless Chromium photograph them. Needs markdown-it-py and a `chromium` on the path.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from markdown_it import MarkdownIt

HERE = Path(__file__).parent
PICTURES = {"queue": ("Oppfølging.md", 1350), "historical": ("Historisk.md", 760)}
WIDTH = 860

STYLE = """
body { margin: 0; background: #fff; color: #222; font: 16px/1.55 Inter, "Noto Sans", "DejaVu Sans", sans-serif }
main { padding: 28px 44px 36px; max-width: 780px }
h1 { font-size: 28px; margin: 0 0 14px } h2 { font-size: 20px; margin: 26px 0 8px }
ul { padding-left: 22px; margin: 6px 0 } li { margin: 3px 0 } li::marker { color: #aaa }
li.task { list-style: none; margin-left: -20px }
li.task::before { content: ""; display: inline-block; width: 13px; height: 13px; border: 1.5px solid #999;
  border-radius: 4px; margin-right: 9px; vertical-align: -1.5px }
a { color: #6c3ad6; text-decoration: none }
.callout { border-radius: 6px; padding: 10px 16px; margin: 12px 0; background: #eef3fb; border-left: 4px solid #3b82f6 }
.callout.warning { background: #fdf3e4; border-color: #ec8b1d } .callout b { display: block }
.callout p { margin: 2px 0 }
code { background: #f2f2f2; border-radius: 4px; padding: 1px 5px; font-size: 14px }
"""


def as_html(markdown: str) -> str:
    """The page as a reader sees it."""
    text = re.sub(r"<!--.*?-->\n?", "", markdown)
    links: list[str] = []

    def keep(match: re.Match[str]) -> str:
        target, _, shown = match[1].partition("|")
        links.append(f'<a href="#">{html.escape(shown or target)}</a>')
        return f"\x02{len(links) - 1}\x03"

    body = MarkdownIt("commonmark").render(re.sub(r"\[\[([^\]]+)\]\]", keep, text))
    body = re.sub(r"\x02(\d+)\x03", lambda m: links[int(m[1])], body)
    body = re.sub(r"<li>(<p>)?\[ \] ", r'<li class="task">\1', body)
    body = re.sub(r"<blockquote>\s*<p>\[!(\w+)\](-?) ?([^\n<]*)", _callout, body).replace(
        "</blockquote>", "</div>"
    )
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><main>{body}</main>"


def _callout(match: re.Match[str]) -> str:
    fold = " ▸" if match[2] else ""
    return f'<div class="callout {match[1]}"><p><b>{match[3]}{fold}</b>'


def main() -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("no Chromium on the path")
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        environment = {**os.environ, "VAULTKIT_STATE_DIR": str(work / "state")}
        subprocess.run(
            [sys.executable, "-m", "vaultkit", "demo", "-q", str(work / "vault")], check=True, env=environment
        )
        for name, (page, height) in PICTURES.items():
            source = work / f"{name}.html"
            text = (work / "vault" / "Nettverk" / page).read_text(encoding="utf-8")
            source.write_text(as_html(text), encoding="utf-8")
            command = [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
                "--disable-background-networking", "--disable-sync", f"--user-data-dir={work / 'profile'}",
                f"--window-size={WIDTH},{height}", f"--screenshot={HERE / name}.png", source.as_uri(),
            ]  # fmt: skip
            subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
