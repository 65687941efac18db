from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..actions import Judgment
from ..forms import ReasonForm
from ..models import Action, Case, Decision, Ground, ReasonTemplate, Urgency

TERMS = [
    (7, gettext_lazy("7 jours")),
    (30, gettext_lazy("30 jours")),
    (90, gettext_lazy("90 jours")),
]
WITH_TERM = {Action.LIMIT, Action.SUSPEND}
IN_BULK = [Action.PUBLISH, Action.KEEP, Action.REFUSE, Action.CLOSE]
CAUSES = [
    ("screening", gettext_lazy("examen automatique")),
    ("notice", gettext_lazy("signalement")),
    ("appeal", gettext_lazy("contestation")),
]


class QueueForm(forms.Form):
    """Which part of the queue to show."""

    kind = forms.ChoiceField(label=gettext_lazy("Objet"), required=False)
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgence"),
        required=False,
        choices=[("", gettext_lazy("toutes")), *reversed(Urgency.choices)],
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("Cause"),
        required=False,
        choices=[("", gettext_lazy("toutes")), *CAUSES],
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("tous")), *kinds]

    def narrow(self, cases):
        """Return those of `cases` that were asked for; what is unknown is ignored."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        if asked.get("kind"):
            cases = cases.filter(target_kind=asked["kind"])
        if asked.get("urgency"):
            cases = cases.filter(urgency=asked["urgency"])
        return cases.caused_by(asked["cause"]) if asked.get("cause") else cases


class JudgmentForm(ReasonForm):
    """One decision that fits a target, with the reasons that are ready for it."""

    template = forms.ModelChoiceField(
        ReasonTemplate.objects.none(),
        label=gettext_lazy("Motif prêt"),
        required=False,
        empty_label=None,
    )
    term = forms.TypedChoiceField(
        label=gettext_lazy("Durée"), choices=TERMS, coerce=int, initial=30
    )

    class Meta(ReasonForm.Meta):
        model = Decision
        fields = ["template", "facts", "ground", "term"]
        widgets = {"facts": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data=None, *, action, about, reasons, ground):
        self.action, self.about = action, about
        self.reasons = [one for one in reasons if one.action == action]
        first = self.most_fitting(ground)
        initial = {"ground": ground}
        if first:
            initial = {"template": first, "facts": first.words, "ground": first.ground}
        names = f"{about}-{action}-%s"
        super().__init__(data, initial=initial, auto_id=names)
        # What is chosen without a script comes with the words of another reason.
        self.fields["facts"].required = False
        self.fields["ground"].required = False
        self.offer_reasons()
        if action not in WITH_TERM:
            del self.fields["term"]

    def offer_reasons(self):
        if not self.reasons:
            del self.fields["template"]
            return
        field: Any = self.fields["template"]
        field.queryset = ReasonTemplate.objects.offered().filter(action=self.action)
        field.widget = ReasonSelect(self.reasons)
        field.widget.choices = [(one.pk, one.title) for one in self.reasons]

    def most_fitting(self, ground):
        ordered = sorted(self.reasons, key=lambda one: one.ground != ground)
        same = next((one for one in ordered if one.ground in (ground, "other")), None)
        return same or next(iter(ordered), None)

    def clean(self):
        """Take the words of the chosen reason, unless somebody wrote their own."""
        cleaned = super().clean() or self.cleaned_data
        chosen, facts = cleaned.get("template"), cleaned.get("facts", "")
        ready = {one.words for one in self.reasons} | {""}
        if chosen and as_sent(facts) in map(as_sent, ready):
            cleaned["facts"], cleaned["ground"] = chosen.words, chosen.ground
        if not cleaned.get("facts") and "facts" not in self.errors:
            self.add_error(
                "facts",
                ValidationError(_("Écrivez le motif de la décision."), "required"),
            )
        return cleaned

    def judgment(self) -> Judgment:
        said = self.cleaned_data
        days = said.get("term")
        until = timezone.now() + timedelta(days=days) if days else None
        ground = Ground(said.get("ground") or Ground.OTHER)
        return Judgment(self.action, said["facts"], ground, until=until)


def as_sent(words: str) -> str:
    return " ".join(words.split())


class ReasonSelect(forms.Select):
    """A list of reasons that carries their words, for the script to fill in."""

    def __init__(self, reasons):
        super().__init__(attrs={"data-reasons": ""})
        self.by_key = {str(one.pk): one for one in reasons}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        reason = self.by_key[str(value)]
        option["attrs"] |= {"data-words": reason.words, "data-ground": reason.ground}
        return option


class BulkForm(forms.Form):
    """One decision, with its reason, on several cases of one kind."""

    case = forms.ModelMultipleChoiceField(
        Case.objects.all(),
        to_field_name="public_id",
        label=gettext_lazy("Dossiers"),
        error_messages={"required": gettext_lazy("Cochez au moins un dossier.")},
    )
    template = forms.ModelChoiceField(
        ReasonTemplate.objects.none(),
        label=gettext_lazy("Décision et motif"),
        empty_label=gettext_lazy("choisissez…"),
        error_messages={"required": gettext_lazy("Choisissez une décision.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["template"]
        field.queryset = ReasonTemplate.objects.offered().filter(action__in=IN_BULK)
        field.label_from_instance = lambda one: f"{one.get_action_display()} : {one}"

    def clean_case(self):
        cases = self.cleaned_data["case"]
        if len({case.target_kind for case in cases}) > 1:
            raise ValidationError(
                _("Cochez des dossiers d’une seule sorte : annonces, messages…"),
                "mixed_kinds",
            )
        return cases
