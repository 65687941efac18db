from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .images import stripped


class EditorialImageField(WagtailImageField):
    """Wagtail's field, which lets a truncated picture break the upload page."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError) as error:
            message = self.error_messages["invalid_image"]
            raise ValidationError(message, "invalid_image") from error


class EditorialImageForm(BaseImageForm):
    """The form of the admin, where a picture is stripped before it reaches a model."""

    file = EditorialImageField(
        label=_("fichier"), widget=BaseImageForm.Meta.widgets["file"]
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return stripped(file) if isinstance(file, UploadedFile) else file


class SearchForm(forms.Form):
    """What a resident looks for in the whole site."""

    q = forms.CharField(
        label=_("Que cherchez-vous ?"),
        max_length=400,
        widget=forms.TextInput({"type": "search", "enterkeyhint": "search"}),
    )
