"""The product's production settings, with another front door."""

from config.settings import production

vars().update({name: it for name, it in vars(production).items() if name.isupper()})
ROOT_URLCONF = "benchmarks.stock.urls"
GRAPHENE = {
    "DJANGO_CHOICE_FIELD_ENUM_CUSTOM_NAME": "benchmarks.stock.listings.enum_name"
}
