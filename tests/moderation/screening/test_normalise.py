import pytest

from moderation.models import Rule
from moderation.screening.compiled import compiled, first_of
from moderation.screening.index import Index
from moderation.screening.normalise import plain_text, read
from moderation.screening.patterns import BadPattern, parse


def found(pattern: str, text: str) -> str | None:
    """Return the words of `text` that `pattern` finds first, as they are written."""
    ((parsed,),) = parse(pattern, {})
    reading = read(text)
    for start, ends in Index([parsed]).search(reading).spans(parsed):
        return reading.quote(start, first_of(ends))
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
        parse(line, {})


def test_what_is_read_keeps_the_place_of_every_character():
    plain = plain_text("Œuf\u200b é")

    assert plain.text == "oeuf e"
    assert plain.places == [0, 0, 1, 2, 4, 5]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("un virement c’est urgent", "virement c’est urgent"),
        ("C’est urgent, un virement !", "urgent, un virement"),
        ("un virement " + "un autre mot " * 5 + "urgent", None),
    ],
)
def test_a_tilde_asks_for_both_near_one_another_in_any_order(text, words):
    assert first_found(["virement ~ urgent"], text) == words


def test_a_list_is_written_once_and_called_by_its_name():
    lines = ["@bête = chien*|gros chat", "donne @bête", "{perdu|@bête} ici"]

    assert first_found(lines, "je donne gros chat") == "donne gros chat"
    assert first_found(lines, "chiens ici") == "chiens ici"
    assert first_found(lines, "bête") is None
    with pytest.raises(BadPattern, match="@bête n’est pas écrite"):
        first_found(lines[1:], "chien")


@pytest.mark.parametrize("written", ["cigaretes", "Cigarète", "cigarrettes"])
def test_a_long_word_is_known_by_its_sound_when_misspelt(written):
    assert found("cigarette*", written) == written


def test_short_words_that_differ_by_one_letter_stay_apart():
    assert found("cane", "une canne à pêche") is None


def first_found(lines: list[str], text: str) -> str | None:
    rule = Rule(kind="words", patterns="\n".join(lines))
    ready, reading = compiled(rule), read(text)
    return ready.words_found(reading, Index(ready.patterns).search(reading))
