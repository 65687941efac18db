import pytest

from moderation.screening.normalise import plain_text, read
from moderation.screening.patterns import BadPattern, parse


def found(pattern: str, text: str) -> str | None:
    """Return the words of `text` that `pattern` finds first, as they are written."""
    (parsed,) = parse(pattern)
    reading = read(text)
    for node in range(len(reading.edges)):
        if ends := parsed.ends(reading, node):
            return reading.quote(node, min(ends))
    return None


@pytest.mark.parametrize(
    "written",
    [
        "Chiot",
        "CHIÔT",
        "ch1ot",
        "chi0t",
        "c.h.i.o.t",
        "c h i o t",
        "c-h-1-o-t",
        "chi.ot",
        "chiiiiot",
        "сhiоt",
        "chi\u200bot",
        "ch\u00adiot",
        "ｃｈｉｏｔ",
        "𝐜𝐡𝐢𝐨𝐭",
        "ⓒⓗⓘⓞⓣ",
        "🅲🅷🅸🅾🆃",
        "ch*ot",
        "ch!ot",
        "c̷h̷i̷o̷t̷",
    ],
)
def test_a_disguised_word_is_read_and_quoted_as_written(written):
    assert found("chiot", f"Bonjour, {written} à donner") == written


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("chiot*", "mes chiots noirs", "chiots"),
        ("{vends|à vendre} chiot", "À vendre : chiot", "À vendre : chiot"),
        ("vends … chiot", "vends mon petit chiot", "vends mon petit chiot"),
        ("vends …1 chiot", "vends mon petit chiot", None),
        ("vends joli? chiot", "vends chiot", "vends chiot"),
        ("vends joli? chiot", "vends joli chiot", "vends joli chiot"),
        ("# chiots", "J’ai 3 chiots", "3 chiots"),
        ("eau de vie", "Eau-de-vie", "Eau-de-vie"),
        ("chiot", "chiots", None),
    ],
)
def test_the_notation_finds_what_its_table_says(pattern, text, words):
    assert found(pattern, text) == words


@pytest.mark.parametrize(
    "line",
    ["", "… chiot", "chiot …", "joli? chiot", "{vends chiot", "ch*", "c*t", "{}"],
)
def test_a_line_that_cannot_be_read_is_told(line):
    with pytest.raises(BadPattern):
        parse(line)


def test_what_is_read_keeps_the_place_of_every_character():
    plain = plain_text("Œuf\u200b é")

    assert plain.text == "oeuf e"
    assert plain.places == [0, 0, 1, 2, 4, 5]
