"""What holds over the whole project, whoever adds to it."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.forms import BaseForm, HiddenInput
from django.template.utils import get_app_template_dirs
from django.utils.functional import Promise
from django_filters.filterset import BaseFilterSet
from wagtail.blocks import ListBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractRendition
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from config.urls import urlpatterns

ROOT = Path(__file__).resolve().parent.parent
OURS = [config for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
NAMES = {config.name for config in OURS}
CODE = [
    path
    for folder in (*sorted(NAMES), "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODELS = [
    model
    for config in OURS
    for model in config.get_models()
    if not issubclass(model, AbstractRendition)  # made by Wagtail, never shown
]


def offenders(paths, pattern: str) -> list[str]:
    """Return `file:line` wherever `pattern` is found."""
    wrong = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if wrong.search(line)
    ]


def is_ours(thing) -> bool:
    return thing.__module__.partition(".")[0] in NAMES


def descendants(parent) -> set[type]:
    return {
        found
        for child in parent.__subclasses__()
        for found in ({child} | descendants(child))
    }


# --- Code -----------------------------------------------------------------------------


def test_no_module_is_longer_than_four_hundred_lines():
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in CODE}

    assert [path for path, length in lengths.items() if length > 400] == []


def test_no_function_is_longer_than_fifty_lines():
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= 50
    ]

    assert long == []


def test_modules_are_named_after_their_subject():
    names = {"utils", "helpers", "common", "misc", "core"}

    assert [path for path in CODE if names & {path.stem, path.parent.name}] == []


def test_no_check_is_silenced_and_no_test_left_out():
    silenced = r"# [n]oqa|# type: [i]gnore|mark\.(skip|xfail)\b|pytest\.(skip|xfail)\("

    assert offenders(CODE, silenced) == []


def test_nothing_is_put_off():
    assert offenders([*CODE, *TEMPLATES], r"\b(T[O]DO|F[I]XME|X[X]X)\b") == []


def test_settings_are_read_inside_functions():
    early = [path for path in CODE if "settings" not in path.parts]

    assert offenders(early, r"^[A-Z_]+ = .*\bsettings\.[A-Z]") == []


# --- Environment ----------------------------------------------------------------------


def documented() -> dict[str, str]:
    example = (ROOT / ".env.example").read_text("utf-8")
    return dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", example, re.MULTILINE))


def test_every_environment_variable_is_documented_and_read():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "config").rglob("*.py"))
    read = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", code))

    assert set(documented()) == read | {"DJANGO_SETTINGS_MODULE", "PORT"}


def test_the_example_environment_starts_production(tmp_path):
    said = {key: value or "given" for key, value in documented().items()}
    example = tmp_path / "env"
    example.write_text("".join(f"{key}={said[key]}\n" for key in said), "utf-8")
    start = (
        f"import environ, json; environ.Env.read_env({str(example)!r});"
        "import django; django.setup();"
        "from django.conf import settings as s;"
        "print(json.dumps([s.DATABASES['default']['ENGINE'], s.EMAIL_HOST, s.SITE_URL,"
        "s.CACHES['default']['BACKEND'], s.STORAGES['default']['BACKEND']]))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", start],
        cwd=ROOT,
        env={"PATH": "", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stderr == ""
    assert json.loads(ran.stdout) == [
        "django.db.backends.postgresql",
        "smtp.example.org",
        "https://solidaires.example.org",
        "config.cache.PatientRedisCache",
        "storages.backends.s3.S3Storage",
    ]


# --- Templates ------------------------------------------------------------------------


def test_no_template_is_unused():
    texts = [path.read_text("utf-8") for path in (*CODE, *TEMPLATES)]
    by_name = {model.template for model in get_page_models()} | {"404.html", "500.html"}
    third_party = get_app_template_dirs("templates")

    def used(name: str) -> bool:
        quoted = re.compile(rf"[\"']{re.escape(name)}[\"']")
        names = {name, name.replace("_message.html", "_message.txt")}  # a mail's two
        overrides = any((at / one).exists() for at in third_party for one in names)
        return name in by_name or overrides or any(map(quoted.search, texts))

    names = [path.relative_to(ROOT / "templates").as_posix() for path in TEMPLATES]
    assert [name for name in names if not used(name)] == []


def test_templates_have_no_inline_style_or_script():
    inline = (
        r"\sstyle=|<style|\son[a-z]+=\"|javascript:"
        r"|<script(?![^>]*(\bsrc=|type=\"application/(ld\+)?json\"))"
    )

    mail = ROOT / "templates" / "mail" / "base.html"  # no style sheet reaches a mail
    assert offenders([path for path in TEMPLATES if path != mail], inline) == []


def test_pages_load_nothing_from_elsewhere():
    assets = [*(ROOT / "static").rglob("*.css"), *(ROOT / "static").rglob("*.js")]

    assert offenders(TEMPLATES, r"<(link|script|img|iframe|source)\b[^>]*https?:") == []
    assert (
        offenders(assets, r"url\(\s*[\"']?(https?:)?//|@import|fetch\(.https?:") == []
    )


def test_components_say_what_they_need_and_get_only_that():
    components = [path for path in TEMPLATES if path.parent.name == "components"]
    silent = [
        path.name
        for path in components
        if "{% comment %}" not in path.read_text("utf-8")
    ]

    assert silent == []
    assert offenders(TEMPLATES, r"include \"components/(?!.*\bonly %\})") == []


# --- French words ---------------------------------------------------------------------


def form_classes() -> list[type]:
    assert urlpatterns  # everything that declares a form is imported
    forms = [form for form in descendants(BaseForm) if is_ours(form)]
    filters = [found for found in descendants(BaseFilterSet) if is_ours(found)]
    pages = [model for model in get_page_models() if model is not Page]
    handlers = [model.get_edit_handler() for model in pages]
    handlers += [
        model.snippet_viewset.get_edit_handler() for model in get_snippet_models()
    ]
    forms += [handler.get_form_class() for handler in handlers]
    return forms + [type(found().form) for found in filters]


def test_every_form_field_has_a_french_label():
    missing = [
        f"{form.__module__}.{form.__qualname__}: {name}"
        for form in form_classes()
        for name, field in form.base_fields.items()
        if not isinstance(field.widget, HiddenInput)
        and name != "comment_notifications"  # Wagtail draws it without a label
        and not isinstance(field.label, Promise)
    ]

    assert missing == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_french_name(model):
    assert isinstance(model._meta.verbose_name, Promise)


def streams() -> list:
    return [
        field.stream_block
        for model in get_page_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]


def blocks_in(block) -> list:
    """Return every block inside `block`, at any depth."""
    children = list(getattr(block, "child_blocks", {}).values())
    if isinstance(block, ListBlock):
        children = [block.child_block]
    if isinstance(block, ImageBlock):  # Wagtail names what is in it
        children = []
    return [found for child in children for found in (child, *blocks_in(child))]


def test_every_block_has_a_french_label():
    named = [
        (type(block).__name__, block.name, block.meta.label)
        for stream in streams()
        for block in blocks_in(stream)
        if block.name
    ]

    assert named
    assert [row for row in named if not isinstance(row[2], Promise)] == []


def test_every_block_says_what_it_is_for_and_shows_it():
    offered = [block for stream in streams() for block in stream.child_blocks.values()]

    assert offered
    assert [block.name for block in offered if not block.get_description()] == []
    assert [block.name for block in offered if not block.is_previewable] == []
