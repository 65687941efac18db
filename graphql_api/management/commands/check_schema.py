from django.core.management.base import BaseCommand, CommandError
from graphql import print_schema

from graphql_api.compatibility import ANNOUNCED, PUBLISHED, unannounced
from graphql_api.schema import schema


class Command(BaseCommand):
    help = "Refuse a GraphQL schema that breaks the one of the last release."

    def add_arguments(self, parser):
        parser.add_argument(
            "--release",
            action="store_true",
            help="Make the schema of today the published one.",
        )

    def handle(self, *args, release=False, **options):
        if release:
            PUBLISHED.write_text(print_schema(schema.graphql_schema) + "\n")
            ANNOUNCED.write_text("# Breaking changes since the last release.\n")
            return
        untold, stale = unannounced(PUBLISHED.read_text(), ANNOUNCED.read_text())
        if untold or stale:
            lines = [f"Not announced in {ANNOUNCED.name}: {one}" for one in untold]
            lines += [f"Announced, but not so: {one}" for one in stale]
            raise CommandError("\n".join(sorted(lines)))
        self.stdout.write("The schema breaks nothing that was published.")
