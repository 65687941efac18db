"""The text of a mail that only exists in HTML, with quotes marked as in plain text."""

from html.parser import HTMLParser

import nh3

HIDDEN = {"script", "style", "template", "title"}
BLOCKS = {"blockquote", "div", "hr", "li", "section", "tr"}
BLANK_AFTER = {"h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"}
BLANK_BEFORE = BLANK_AFTER - {"ol", "ul"}
KEPT = BLOCKS | BLANK_AFTER | {"br"}
DEEPEST = 5  # quotes of quotes that are told apart


def text_of_html(html: str) -> str:
    """Return what a reader sees: one line a block, `> ` before what is quoted.

    The parser of the standard library takes minutes for tags that never close: it is
    only given what nh3, whose parser is a browser's, made well-formed.
    """
    reader = Reader()
    reader.feed(
        nh3.clean(
            html, tags=KEPT, clean_content_tags=HIDDEN, attributes={"p": {"class"}}
        )
    )
    reader.close()
    reader.end_line()
    return "\n".join(reader.lines)


class Reader(HTMLParser):
    """Writes lines as it meets tags."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.words: list[str] = []
        self.quotes = 0
        self.dense = False  # Outlook: paragraphs without space between

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.write_line()
        else:
            self.end_line()
            if tag == "p":
                self.dense = "Mso" in (dict(attrs).get("class") or "")
            if tag in BLANK_BEFORE and not (tag == "p" and self.dense):
                self.blank_line()
            self.quotes += tag == "blockquote"
        if tag == "li":
            self.words.append("- ")

    def handle_endtag(self, tag):
        self.end_line(even_empty="\xa0" in "".join(self.words))
        self.quotes -= tag == "blockquote"
        if tag in BLANK_AFTER and not (tag == "p" and self.dense):
            self.blank_line()

    def handle_data(self, data):
        self.words.append(data)

    def write_line(self):
        words = " ".join("".join(self.words).split())
        self.lines.append(self.margin() + words)
        self.words = []

    def end_line(self, even_empty=False):
        """Finish the line that has words; white space between tags is none."""
        if even_empty or "".join(self.words).strip():
            self.write_line()
        self.words = []

    def margin(self) -> str:
        return "> " * min(self.quotes, DEEPEST)

    def blank_line(self):
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self.margin())
