from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE listings_listing_words USING fts5(
        search_words, content='listings_listing', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER listings_words_insert AFTER INSERT ON listings_listing BEGIN
        INSERT INTO listings_listing_words(rowid, search_words)
        VALUES (new.id, new.search_words); END""",
    """CREATE TRIGGER listings_words_delete AFTER DELETE ON listings_listing BEGIN
        INSERT INTO listings_listing_words(listings_listing_words, rowid, search_words)
        VALUES ('delete', old.id, old.search_words); END""",
    """CREATE TRIGGER listings_words_update
        AFTER UPDATE OF search_words ON listings_listing BEGIN
        INSERT INTO listings_listing_words(listings_listing_words, rowid, search_words)
        VALUES ('delete', old.id, old.search_words);
        INSERT INTO listings_listing_words(rowid, search_words)
        VALUES (new.id, new.search_words); END""",
]
SQLITE_REVERSE = [
    "DROP TRIGGER listings_words_update",
    "DROP TRIGGER listings_words_delete",
    "DROP TRIGGER listings_words_insert",
    "DROP TABLE listings_listing_words",
]
# array_to_tsvector takes the stems as they are: no second, differing tokeniser.
POSTGRESQL = [
    """CREATE INDEX listings_listing_words ON listings_listing USING gin
        (array_to_tsvector(string_to_array(search_words, ' ')))""",
]
POSTGRESQL_REVERSE = ["DROP INDEX listings_listing_words"]


def build(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in {"sqlite": SQLITE_REVERSE, "postgresql": POSTGRESQL_REVERSE}[
        vendor
    ]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("listings", "0001_initial")]

    operations = [migrations.RunPython(build, drop)]
