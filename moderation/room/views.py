"""« Modération » in Wagtail's admin: one queue, and one page per case."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import ListView, TemplateView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..actions import Judgment
from ..models import Action, Case, ReasonTemplate
from ..people import ModeratedPerson
from ..targets import Gone, find_target, find_targets, target_class
from .causes import causes_of, likely_ground, words_found
from .deciding import decide_case, decide_many, note_look, said_decided
from .forms import BulkForm, JudgmentForm, QueueForm
from .history import history_of

TITLE = gettext_lazy("Modération")


def kinds():
    return [
        (kind, target_class(kind).name) for kind in sorted(settings.MODERATION_TARGETS)
    ]


def case_url(case: Case) -> str:
    return reverse("moderation_room:case", args=[case.public_id])


class QueueView(WagtailAdminTemplateMixin, ListView):
    """What waits, most urgent first; several of one kind are decided at once."""

    page_title = TITLE
    header_icon = "list-ul"
    template_name = "moderation/room/queue.html"
    paginator_class = WagtailPaginator
    paginate_by = 20
    page_kwarg = "p"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    @cached_property
    def filters(self):
        return QueueForm(self.request.GET, kinds=kinds())

    def get_queryset(self):
        return self.filters.narrow(Case.objects.queue()).with_causes()

    def get_context_data(self, *, bulk=None, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        checked = (bulk.data.getlist("case") if bulk else None) or []
        pages = page.paginator.get_elided_page_range(page.number)
        return {
            **context,
            "rows": self.rows(page.object_list, checked),
            "filters": self.filters,
            "bulk": bulk or BulkForm(),
            "elided_page_range": pages,
            "narrowed": any(
                self.filters.data.get(name) for name in self.filters.fields
            ),
        }

    def rows(self, cases, checked):
        targets = find_targets(cases)
        names = dict(kinds())
        return [
            {
                "case": case,
                "url": case_url(case),
                "kind": names.get(case.target_kind, case.target_kind),
                "causes": causes_of(case, targets.get(case.target_id)),
                "is_gone": case.target_id not in targets,
                "looking": said_looking(case.onlookers(self.request.user)),
                "checked": str(case.public_id) in checked,
            }
            for case in cases
        ]

    def post(self, request):
        """Decide the ticked cases one by one, and say what became of each."""
        form = BulkForm(request.POST)
        if not form.is_valid():
            return self.again(form)
        cases = list(form.cleaned_data["case"])
        reason = form.cleaned_data["template"]
        judgment = Judgment(reason.action, reason.words, reason.ground)
        failed = decide_many(cases, judgment, request.user)
        self.tell(len(cases) - len(failed), failed)
        return redirect(request.get_full_path())

    def again(self, form):
        self.object_list = self.get_queryset()
        return self.render_to_response(self.get_context_data(bulk=form))

    def tell(self, done, failed):
        if done:
            said = ngettext("%(n)s dossier décidé.", "%(n)s dossiers décidés.", done)
            messages.success(self.request, said % {"n": done})
        for case, why in failed:
            messages.error(self.request, f"« {case} » : {why}")


class CaseView(WagtailAdminTemplateMixin, TemplateView):
    """All that a decision needs, and the decisions that fit."""

    page_title = gettext_lazy("Dossier")
    template_name = "moderation/room/case.html"
    header_icon = "list-ul"

    def setup(self, request, *args, public_id, **kwargs):
        super().setup(request, *args, public_id=public_id, **kwargs)
        cases = Case.objects.with_causes()
        self.case = get_object_or_404(cases, public_id=public_id)
        found = find_target(self.case.target_kind, self.case.target_id)
        self.target = found or Gone(self.case)
        self.ground = self.case.ground_to_read()

    def get_breadcrumbs_items(self):
        queue = {"url": reverse("moderation_room:queue"), "label": TITLE}
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, queue, here]

    def get(self, request, *args, **kwargs):
        if self.is_private and not self.ground:
            note_look(self.case, request.user, "")
            return self.refused()
        return self.shown()

    def post(self, request, *args, **kwargs):
        """Decide; whatever goes wrong, what was typed is shown again."""
        if self.is_private and self.case.is_open and not self.ground:
            return self.get(request)
        about = request.POST.get("about")
        target = self.person if about == "person" else self.target
        form = self.form_of(about, request.POST.get("action"), request.POST)
        if form.is_valid():
            try:
                decision = decide_case(self.case, target, form.judgment(), request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                done = f"{self.case} : {decision.get_action_display()}."
                messages.success(request, done)
                return redirect(self.next_url(target))
        self.case.refresh_from_db(fields=["closed_at"])
        return self.shown(form)

    def next_url(self, target):
        """Where to go on: the same case after a measure on its author."""
        if target is not self.target:
            return case_url(self.case)
        free = Case.objects.free_for(self.request.user)
        following = free.after(self.case).first() or free.queue().first()
        return case_url(following) if following else reverse("moderation_room:queue")

    @property
    def is_private(self):
        """Whether looking needs a ground, and is logged."""
        if self.case.is_open:  # of what is gone, nothing is left to read
            return self.target.is_private
        return target_class(self.case.target_kind).is_private

    @cached_property
    def person(self):
        """Who answers for it, when that is not what the case is about already."""
        if self.case.owner is None or self.case.target_kind == "person":
            return None
        return ModeratedPerson(self.case.owner)

    @cached_property
    def reasons(self):
        return list(ReasonTemplate.objects.offered())

    def form_of(self, about, action, data=None):
        if about not in ("item", "person") or action not in Action.values:
            raise Http404
        return JudgmentForm(
            data,
            action=Action(action),
            about=about,
            reasons=self.reasons,
            ground=likely_ground(self.case),
        )

    def forms(self, about, target, typed):
        """Return a form for each decision that fits; `typed` is the one sent."""
        mine = [typed] if typed and typed.about == about else []
        if target is None or not self.case.is_open:
            return mine
        others = [
            self.form_of(about, action)
            for action in target.actions()
            if not (mine and mine[0].action == action)
        ]
        return [*mine, *others]

    def shown(self, typed=None):
        readable = not self.is_private or bool(self.case.ground_to_read())
        if self.is_private and readable:
            note_look(self.case, self.request.user, self.ground)
        looking = said_looking(self.case.onlookers(self.request.user))
        if self.case.is_open:
            self.case.look(self.request.user)
        context = self.get_context_data(readable=readable, looking=looking, typed=typed)
        status = 409 if typed and not self.case.is_open else 200
        return self.render_to_response(context, status=status)

    def refused(self):
        context = self.get_context_data(readable=False, looking="", typed=None)
        return render(self.request, "moderation/room/refused.html", context, status=403)

    def get_context_data(self, **kwargs):
        target = self.target if kwargs["readable"] else None
        typed = kwargs["typed"]
        return super().get_context_data(
            case=self.case,
            kind=target_class(self.case.target_kind).name,
            target=target,
            context=target.context(self.case) if target else [],
            words=words_found(self.case),
            causes=causes_of(self.case, self.target),
            closed="" if self.case.is_open else said_decided(self.case),
            own_decision=self.own_decision(),
            forms=self.forms("item", self.target, typed),
            person_forms=self.forms("person", self.person, typed),
            history=self.history(),
            earlier=Case.objects.before(self.case).first(),
            later=Case.objects.after(self.case).first(),
            **kwargs,
        )

    def own_decision(self):
        """Whether whoever looks took the decision that is contested here."""
        return any(
            appeal.answered_at is None
            and appeal.contested is not None
            and appeal.contested.moderator_id == self.request.user.pk
            for appeal in self.case.appeals.all()
        )

    def history(self):
        owner = self.case.owner
        return history_of(owner, self.case) if owner else None


class LookView(View):
    """Say who else looks at a case, and mark that this person still does."""

    def post(self, request, public_id):
        case = get_object_or_404(Case, public_id=public_id)
        looks = case.looks.current().select_related("moderator")
        others = [one.moderator for one in looks.exclude(moderator=request.user)]
        if case.is_open:
            case.look(request.user)
        return JsonResponse(
            {
                "looking": said_looking(others),
                "decided": "" if case.is_open else said_decided(case),
            }
        )


def said_looking(onlookers) -> str:
    """Name everybody who looks; empty when nobody does."""
    if not onlookers:
        return ""
    said = ngettext(
        "%(names)s regarde ce dossier.",
        "%(names)s regardent ce dossier.",
        len(onlookers),
    )
    names = [one.display_name for one in onlookers]
    return said % {"names": get_text_list(names, _("et"))}


class PictureView(View):
    """Send a picture of private words, to whoever may read them now."""

    def get(self, request, public_id, picture_id, width):
        cases = Case.objects.with_causes()
        case = get_object_or_404(cases, public_id=public_id)
        target = find_target(case.target_kind, case.target_id)
        if target is None or not case.ground_to_read():
            raise Http404
        response = target.picture(picture_id, width)
        response["Cache-Control"] = "private, no-store"
        return response
