"""The archive of one's data: asked for, made by the worker, downloaded once."""

import json
import secrets
import tempfile
import zipfile
from datetime import timedelta
from hashlib import sha256
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from background.jobs import job

from ..models import DataExport, User
from .letters import tell_ready
from .parts import Part


@transaction.atomic
def request_export(user: User) -> DataExport:
    """Have the archive made; who asks again before it is ready gets the same.

    Codes of the ValidationError: `not_confirmed`, `too_many_exports`.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if not user.is_confirmed:
        raise ValidationError(
            _("Confirmez d’abord votre adresse de courriel."), "not_confirmed"
        )
    if being_made := user.data_exports.filter(expires_at=None).first():
        return being_made
    day = timezone.now() - timedelta(days=1)
    asked = user.data_exports.filter(requested_at__gt=day).count()
    if asked >= settings.EXPORTS_PER_DAY:
        raise ValidationError(
            _("Vous avez déjà demandé vos données aujourd’hui. Revenez demain."),
            "too_many_exports",
        )
    archive = DataExport.objects.create(user=user)
    make.enqueue(archive.pk)
    return archive


@job
def make(key: int) -> None:
    """Write the archive and mail its link; a second run finds it made."""
    archive = DataExport.objects.select_related("user").filter(pk=key).first()
    if archive is None or archive.expires_at or not archive.user.is_active:
        return
    token = secrets.token_urlsafe(32)
    with tempfile.TemporaryFile() as file:
        write(archive.user, file)
        file.seek(0)
        name = f"exports/{secrets.token_hex(24)}.zip"
        stored = default_storage.save(name, File(file))
    try:
        hand_out(archive, token, stored)
    except BaseException:
        default_storage.delete(stored)
        raise


@transaction.atomic
def hand_out(archive: DataExport, token: str, stored: str) -> None:
    until = timezone.now() + timedelta(hours=settings.EXPORT_HOURS)
    new = DataExport.objects.filter(pk=archive.pk, expires_at=None)
    if not new.update(digest=digest_of(token), file=stored, expires_at=until):
        default_storage.delete(stored)  # another worker was faster
        return
    tell_ready(archive.user, token, until)


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def write(user: User, file: IO[bytes]) -> None:
    parts = [import_string(path)(user) for path in settings.DATA_EXPORTS]
    context = {"parts": parts, "made_at": timezone.now(), "person": user}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", render_to_string("rights/archive.html", context))
        archive.writestr("data.json", as_json(parts))
        for part in parts:
            add_pictures(archive, part)


def as_json(parts: list[Part]) -> str:
    data = {part.name: [entry.as_data() for entry in part.entries] for part in parts}
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def add_pictures(archive: zipfile.ZipFile, part: Part) -> None:
    for entry in part.entries:
        for picture in entry.all_pictures():
            if default_storage.exists(picture.stored):
                with default_storage.open(picture.stored) as content:
                    archive.writestr(picture.name, content.read())


def archive_of(user: User, token: str) -> DataExport | None:
    return user.data_exports.filter(digest=digest_of(token)).first()


def download(archive: DataExport) -> File | None:
    """Return the archive and delete it from storage; None when it is gone."""
    if not archive.take():
        return None
    copy = TemporaryUploadedFile("mes-donnees.zip", "application/zip", 0, None)
    with default_storage.open(archive.file) as stored:
        for chunk in stored.chunks():
            copy.write(chunk)
    drop_file(archive)
    copy.seek(0)
    return copy


def drop_file(archive: DataExport) -> None:
    if archive.file:
        default_storage.delete(archive.file)


def sweep_archives(dry_run: bool = False) -> int:
    """Delete the archives that were not downloaded in time, and what says they were."""
    day = timezone.now() - timedelta(days=1)  # those of a day are counted
    over = DataExport.objects.over()
    if dry_run:
        return over.exclude(file="").count()
    swept = 0
    for archive in over.exclude(file=""):
        drop_file(archive)
        swept += (
            DataExport.objects.filter(pk=archive.pk).exclude(file="").update(file="")
        )
    over.filter(file="", requested_at__lt=day).delete()
    return swept
