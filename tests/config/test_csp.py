import pytest
from django.urls import reverse

from tests.factories import ListingFactory, UserFactory

pytestmark = pytest.mark.django_db
POLICY = "Content-Security-Policy"


def directives(answer):
    parts = (part.strip().split(" ") for part in answer[POLICY].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", ["/", "/annonces/", "/compte/login/", "/graphql/"])
def test_public_pages_take_nothing_inline_and_stand_in_no_frame(client, path):
    policy = directives(client.get(path, headers={"accept": "text/html"}))

    assert policy["default-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["img-src"] == ["'self'"]
    assert "'unsafe-inline'" not in str(policy)


def test_answers_of_the_api_load_nothing(client):
    policy = directives(client.get("/graphql/?query={__typename}"))

    assert policy == {"default-src": ["'none'"], "frame-ancestors": ["'none'"]}


def test_a_listing_has_the_policy_of_the_site(client):
    answer = client.get(ListingFactory().get_absolute_url())

    assert "'unsafe-inline'" not in answer[POLICY]


@pytest.mark.parametrize(
    ("name", "scripts"),
    [
        ("wagtailadmin_home", ["'self'"]),
        ("wagtailimages:index", ["'self'"]),
        ("wagtailadmin_reports:site_history", ["'self'", "'unsafe-inline'"]),
        ("wagtailusers_users:index", ["'self'", "'unsafe-inline'"]),
    ],
)
def test_the_admin_runs_written_scripts_only_where_it_needs_them(client, name, scripts):
    client.force_login(UserFactory(is_superuser=True))

    policy = directives(client.get(reverse(name)))

    assert policy["script-src"] == scripts
    assert policy["frame-ancestors"] == ["'self'"]
    assert policy["default-src"] == ["'self'"]
