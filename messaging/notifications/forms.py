from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.mailing.preferences import rhythms_of, set_rhythm
from accounts.models import NotificationKind, Rhythm

from .messages import queue
from .waiting import with_news

ONCE_OR_NEVER = [(Rhythm.AT_ONCE, _("Oui")), (Rhythm.NONE, _("Jamais"))]


class MailChoiceForm(forms.Form):
    """How often one wants mail, of each kind there is."""

    messages = forms.ChoiceField(
        label=_("Quand quelqu’un m’écrit"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label=_("Pour me demander ce qu’un échange a donné"),
        choices=ONCE_OR_NEVER,
        widget=forms.RadioSelect,
    )

    listings = forms.ChoiceField(
        label=_("Au sujet de mes annonces"),
        choices=ONCE_OR_NEVER,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        kwargs["initial"] = rhythms_of(user)
        super().__init__(*args, **kwargs)

    def save(self) -> None:
        said = {kind: rhythm for kind, rhythm in self.cleaned_data.items() if rhythm}
        change_rhythms(self.user, said)


@transaction.atomic
def change_rhythms(user, rhythms: dict[str, str]) -> None:
    """Keep the rhythm of each kind; what waited for a digest is told on its own."""
    before = rhythms_of(user)
    for kind, rhythm in rhythms.items():
        set_rhythm(user, kind, rhythm)
    kind = NotificationKind.MESSAGES
    if before[kind] == Rhythm.DAILY and rhythms.get(kind) == Rhythm.AT_ONCE:
        for side in with_news().filter(user=user):
            queue(side, side.conversation.last_message_at)
