"""What a mail server means by refusing a recipient (RFC 5321, RFC 3463)."""

import re

# The mailbox, its domain or its spelling is wrong, it moved, takes no mail at all, or
# its domain has no server. Any other may pass: full, too big, refused, unreachable.
FINAL = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"}
STATUS = re.compile(r"\b5\.\d{1,2}\.\d{1,3}\b")
# Where there is no such status: no such mailbox, not here, no such name, no mail here.
UNKNOWN_HERE = {550, 551, 553, 556}
# What these codes also say of the sender, the content, the rules or a full mailbox.
NOT_THE_ADDRESS = re.compile(
    r"relay|sender|\bfrom\b|spam|spf|dkim|dmarc|helo|polic|reput|listed|denied|auth"
    r"|\b(black|block|grey|rbl)|\b(rate|ip|host)\b|too many|quota|full|storage"
    r"|content|virus|tempor|later|exp[ée]diteur|plein|refus",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"<[^>]*>|\S+@\S+")


def blames_address(code: int, said: bytes) -> bool:
    """Whether the answer to RCPT TO means that the address itself is wrong."""
    text = said.decode("utf-8", "replace")
    if not 500 <= code < 600:
        return False
    status = STATUS.search(text)
    if status and status[0] != "5.0.0":
        return status[0] in FINAL
    words = ADDRESS.sub("", text)
    return code in UNKNOWN_HERE and not NOT_THE_ADDRESS.search(words)
