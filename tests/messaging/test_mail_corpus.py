"""Mails as the programs of residents write them: what is read of each, exactly."""

from pathlib import Path

import pytest

from messaging.mail_in.reading import parsed, text_of
from messaging.mail_in.replies import own_words

FOLDER = Path(__file__).parent / "mails"
MAILS = sorted(FOLDER.glob("*.eml"))


def expected(mail: Path) -> str:
    return mail.with_suffix(".txt").read_text("utf-8").removesuffix("\n")


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.stem)
def test_what_a_person_wrote_is_read_exactly(mail):
    text = text_of(parsed(mail.read_bytes()))

    assert own_words(text) == expected(mail)
