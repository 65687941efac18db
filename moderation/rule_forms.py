from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from .models import Place, Rule, RuleKind
from .models.rules import lines
from .screening.compiled import compiled
from .screening.patterns import BadPattern
from .screening.phrases import caught_by_mistake, missed

BY_COUNT = (RuleKind.RATE, RuleKind.REPEAT, RuleKind.PICTURE)


class RuleForm(WagtailAdminModelForm):
    """A rule is only saved when it can be read and its phrases prove it right."""

    class Meta:
        model = Rule
        fields = "__all__"
        help_texts = {
            "patterns": _(
                "Un motif par ligne. chiot* : les mots qui commencent ainsi. "
                "{vends|donne} : l’un ou l’autre. joli? : un mot facultatif. "
                "… : jusqu’à cinq mots entre deux. # : un nombre. "
                "virement ~ urgent : les deux, à douze mots l’un de l’autre au plus. "
                "mandat & avance : les deux, où que ce soit. "
                "@bête = chien*|chat : une liste, à appeler ensuite @bête. "
                "Sommes : « 50 € : acompte ». Cadences : « 10 annonces en 1 jour »."
            ),
            "exceptions": _(
                "Un motif par ligne : « niche pour chien » n’est pas un chien. "
                "Pour des sites ou des coordonnées, les sites de confiance."
            ),
            "message": _("Ce que lit la personne : la raison, et quoi faire."),
            "caught": _("Une phrase par ligne, que la règle doit arrêter."),
            "let_through": _("Une phrase par ligne, que la règle doit admettre."),
        }

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.prove(self.written_rule())
        return cleaned

    def written_rule(self) -> Rule:
        known = {f.name for f in Rule._meta.concrete_fields}
        values = {n: v for n, v in self.cleaned_data.items() if n in known}
        return Rule(**values)

    def prove(self, rule: Rule) -> None:
        try:
            ready = compiled(rule)
        except BadPattern as error:
            is_exception = any(
                f"\u00a0{line}\u00a0" in str(error) for line in lines(rule.exceptions)
            )
            field = "exceptions" if is_exception else "patterns"
            self.add_error(field, ValidationError(str(error), "pattern_unreadable"))
            return
        if ready.rule.kind not in BY_COUNT:
            self.prove_phrases(rule)

    def prove_phrases(self, rule: Rule) -> None:
        for phrase in missed(rule):
            message = _("La règle laisse passer\u00a0: «\u00a0%s\u00a0».") % phrase
            self.add_error("caught", ValidationError(message, "phrase_missed"))
        for phrase in caught_by_mistake(rule):
            message = _("La règle arrête\u00a0: «\u00a0%s\u00a0».") % phrase
            self.add_error("let_through", ValidationError(message, "phrase_caught"))


class TryForm(forms.Form):
    """A text to see what the rules in force say of it."""

    text = forms.CharField(
        label=_("Texte"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    place = forms.ChoiceField(label=_("Lieu"), choices=Place)
    is_new = forms.BooleanField(label=_("Compte récent"), required=False)
