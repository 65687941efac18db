"""`python -m benchmarks.open_conversations N`: the data of benchmarks.live."""

import json
import sys

import django


def main() -> None:
    django.setup()
    from benchmarks.seeding.conversations import open_conversations

    json.dump(open_conversations(int(sys.argv[1])), sys.stdout)


if __name__ == "__main__":
    main()
