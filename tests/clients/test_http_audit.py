"""GraphQL over HTTP as its specification has it, checked by graphql-http."""

import json
import subprocess

from .conftest import SLOW


def test_every_check_of_the_specification_passes(packages, origin):
    command = ["node", "audit.js", f"{origin}/graphql/"]
    printed = subprocess.check_output(command, cwd=packages, timeout=SLOW)
    checks = json.loads(printed)

    assert [check for check in checks if check["status"] != "ok"] == []
    assert len(checks) == 61
