import pytest

from moderation.screening.contacts import contacts

from .rules import slugs, verdict

LINK = [
    "https://bit.ly/3xNvR58",
    "http://bit.ly/3xNvR58",
    "HTTPS://BIT.LY/3xNvR58",
    "hxxps://bit.ly/3xNvR58",
    "h**ps://bit.ly/3xNvR58",
    "https : // bit.ly/3xNvR58",
    "https://bit[.]ly/3xNvR58",
    "bit(.)ly/3xNvR58",
    "bit{.}ly/3xNvR58",
    "bit(point)ly/3xNvR58",
    "bit [dot] ly/3xNvR58",
    "bit dot ly/3xNvR58",
    "bit point ly/3xNvR58",
    "bit point ly slash 3xNvR58",
    "bit . ly/3xNvR58",
    "bit%2Ely/3xNvR58",
    "bit&#46;ly/3xNvR58",
    "bit&#x2e;ly/3xNvR58",
    "bit。ly/3xNvR58",
    "bit․ly/3xNvR58",
    "bit·ly/3xNvR58",
    "bit\u200b.\u200bly/3xNvR58",
    "ｂｉｔ．ｌｙ/3xNvR58",
    "Ьit.ly/3xNvR58".replace("Ь", "b\u0301"),
    "bіt.lу/3xNvR58",
    "b i t . l y / 3xNvR58",
    "www.bit.ly/3xNvR58",
]
REACHED = [
    ("téléphone", "06 39 98 45 12"),
    ("téléphone", "06.39.98.45.12"),
    ("téléphone", "0639984512"),
    ("téléphone", "0 6 3 9 9 8 4 5 1 2"),
    ("téléphone", "O6 39 98 45 l2"),
    ("téléphone", "+33 6 39 98 45 12"),
    ("téléphone", "+33 (0)6 39 98 45 12"),
    ("téléphone", "zéro six trente-neuf quatre-vingt-dix-huit quarante-cinq douze"),
    ("téléphone", "zero six 39 quatre vingt dix huit 45 douze"),
    ("téléphone", "0️⃣6️⃣3️⃣9️⃣9️⃣8️⃣4️⃣5️⃣1️⃣2️⃣"),
    ("téléphone", "06\u200b39\u200b98\u200b45\u200b12"),
    ("téléphone", "06_39*98/45-12"),
    ("téléphone", "⓪⑥③⑨⑨⑧④⑤①②"),
    ("courriel", "dany@orange.fr"),
    ("courriel", "dany (at) orange (point) fr"),
    ("courriel", "dany arobase orange point fr"),
    ("courriel", "dany[@]orange[.]fr"),
    ("courriel", "dany -at- orange -dot- fr"),
    ("courriel", "dany&#64;orange&#46;fr"),
    ("courriel", "dany @ orange.fr"),
    ("courriel", "dаny@оrange.fr"),
    ("adresse web", "jardin-morvan.fr"),
    ("adresse web", "jardin-morvan . com"),
    ("adresse web", "www jardin-morvan fr"),
    ("adresse web", "jardin-morvan point com"),
    ("compte bancaire", "FR76 3000 6000 0112 3456 7890 189"),
    ("compte bancaire", "4970 1000 0000 0055"),
    ("pseudo", "@dany_58"),
]


@pytest.mark.parametrize("link", LINK)
def test_every_disguise_of_a_link_meets_the_same_decision(link):
    assert "liens-pieges" in slugs(f"Regardez {link} vite", "message")
    assert verdict(f"Regardez {link} vite", "message").action == "hold"
    assert verdict(f"Regardez {link} vite", "listing").action == "refuse"


@pytest.mark.parametrize(("kind", "written"), REACHED)
def test_ways_to_be_reached_are_refused_in_a_listing(kind, written):
    text = f"Bois sec, voici : {written}"

    assert kind in {contact.kind.value for contact in contacts(text)}
    assert verdict(text).action == "refuse"


@pytest.mark.parametrize(
    "text",
    [
        "58120 Château-Chinon",
        "Le 06 à 14 h 30, 15 € le panier",
        "De 8 h à 10 h, ou le 12, 14, 16 et 18, au choix.",
        "Du 01/02/2026 au 03/04/2026",
        "185/65 R15, 4 jantes, 80 €",
        "Mesures : 60 x 120 x 75, poids 32 kg",
        "Rendez-vous au point info de Decize",
        "à côté du com com",
        "On est 12, dont six enfants de deux à dix ans",
        "Numéro de série 4578921",
        "référence 4970 1000 0000 0056",
    ],
)
def test_ordinary_figures_reach_nobody(text):
    assert contacts(text) == []


def test_a_contact_is_quoted_as_it_was_written():
    (contact,) = contacts("Appelez le zéro six 39 98 45 douze, le soir")

    assert contact.words == "zéro six 39 98 45 douze"
    assert contact.value == "0639984512"


def test_neighbours_give_their_number_and_new_accounts_wait():
    text = "Voilà mon numéro : 06 39 98 10 20"

    assert verdict(text, "message").action == "advise"
    assert verdict(text, "message", is_new=True).action == "hold"


def test_sites_of_public_services_are_welcome():
    assert slugs("Le guide est sur https://www.service-public.fr/logement") == set()
    assert slugs("https://service-public.fr.exemple.top") != set()
