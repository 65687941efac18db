"""Reads HTML for what a browser would run in it."""

from html.parser import HTMLParser

RUNNING = ("javascript:", "data:", "vbscript:")
LEADING = ("href", "src", "srcdoc", "action", "formaction", "data", "background")


class Reader(HTMLParser):
    """Keeps the text, and each tag or attribute that would run something."""

    def __init__(self):
        super().__init__()
        self.text, self.running = "", []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "iframe", "object", "embed", "base", "svg"):
            self.running.append(tag)
        for name, value in attrs:
            leads = name in LEADING and (value or "").strip().startswith(RUNNING)
            if name.startswith("on") or leads:
                self.running.append(f"{name}={value}")

    def handle_data(self, data):
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def squeezed(text: str) -> str:
    return "".join(text.split())
