from django import forms

from .models import Message


class MessageForm(forms.ModelForm):
    """A message and the key under which it is stored once."""

    idempotency_key = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = Message
        fields = ["body"]
