"""`python -m benchmarks.seed SIZE` fills the empty database of DATABASE_URL."""

import logging
import sys

import django
from django.core.management import call_command
from django.db import connection


def main() -> None:
    django.setup()
    from benchmarks.seeding.site import seed

    logging.disable(logging.INFO)  # Wagtail says a line for each page
    call_command("migrate", verbosity=0)
    seed(int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
