import pytest


@pytest.fixture
def graphql(client):
    """Send one document with its variables; return the decoded answer."""

    def send(query, **variables):
        body = {"query": query, "variables": variables}
        answer = client.post("/graphql/", body, content_type="application/json")
        return answer.json()

    return send
