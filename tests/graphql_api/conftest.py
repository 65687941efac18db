from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from cms.models import EditorialDocument, EditorialImage

UPLOADS = Path(__file__).parent.parent / "uploads"


@pytest.fixture
def graphql(client):
    """Send one document with its variables; return its data and its errors."""

    def send(query, **variables):
        body = {"query": query, "variables": variables}
        answer = client.post("/graphql/", body, content_type="application/json").json()
        answer.pop("extensions", None)
        return answer

    return send


@pytest.fixture
def image():
    content = (UPLOADS / "01-exif-gps-orientation6.jpg").read_bytes()
    file = ContentFile(content, name="pont.jpg")
    return EditorialImage.objects.create(title="Pont", alt_text="Un pont", file=file)


@pytest.fixture
def document():
    file = ContentFile(b"%PDF-1.4", name="guide.pdf")
    return EditorialDocument.objects.create(title="Guide", file=file, file_size=8)
