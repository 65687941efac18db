"""What people decide of a conversation and of its listing, each by a POST."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from . import actions
from .forms import OutcomeForm
from .models import Conversation, Message
from .views import own


def mute(conversation, user):
    actions.mute(conversation, user)
    return _("Vous ne recevrez plus de courriel pour cette conversation.")


def unmute(conversation, user):
    actions.mute(conversation, user, False)
    return _("Vous serez de nouveau prévenu des messages de cette conversation.")


def archive(conversation, user):
    actions.archive(conversation, user)
    return _("La conversation est archivée. Un nouveau message la fera revenir.")


def unarchive(conversation, user):
    actions.archive(conversation, user, False)
    return _("La conversation est revenue dans vos messages.")


def leave(conversation, user):
    actions.leave(conversation, user)
    return _("Vous avez quitté la conversation.")


def block(conversation, user):
    actions.block(user, conversation.correspondent_of(user))
    return _("C’est fait : cette personne ne peut plus vous écrire.")


def unblock(conversation, user):
    actions.unblock(user, conversation.correspondent_of(user))
    return _("Vous pouvez de nouveau vous écrire.")


def reserve(conversation, user):
    actions.reserve(conversation, user)
    return _("L’annonce est réservée pour cette personne.")


def free(conversation, user):
    actions.free(conversation, user)
    return _("L’annonce est de nouveau disponible.")


def fulfil(conversation, user):
    actions.fulfil(conversation, user)
    return _("Bravo à vous deux ! Les autres personnes seront prévenues.")


CHOICES = {
    "sourdine": mute,
    "bruit": unmute,
    "archiver": archive,
    "desarchiver": unarchive,
    "quitter": leave,
    "bloquer": block,
    "debloquer": unblock,
    "reserver": reserve,
    "liberer": free,
    "conclure": fulfil,
}
GONE = {"archiver", "quitter"}  # then the inbox is where one wants to be
# What cannot be taken back by the same button is asked first.
QUESTIONS = {
    "quitter": (
        gettext_lazy("Quitter cette conversation ?"),
        gettext_lazy(
            "Elle disparaîtra de vos messages, et cette personne ne pourra plus vous "
            "y écrire."
        ),
        gettext_lazy("Quitter la conversation"),
    ),
    "bloquer": (
        gettext_lazy("Bloquer cette personne ?"),
        gettext_lazy(
            "Vous ne pourrez plus vous écrire, quelle que soit l’annonce. Elle n’en "
            "sera pas avertie. Vous pourrez la débloquer depuis cette conversation."
        ),
        gettext_lazy("Bloquer"),
    ),
    "conclure": (
        gettext_lazy("C’est conclu avec cette personne ?"),
        gettext_lazy(
            "L’annonce sera terminée. Les autres personnes qui vous ont écrit "
            "recevront un mot pour les en informer."
        ),
        gettext_lazy("Oui, c’est conclu"),
    ),
}


@login_required
def choose(request, public_id, choice):
    """Ask where there is no way back, then do what was chosen."""
    if choice not in CHOICES:
        raise Http404
    conversation = own(request, public_id)
    if request.method != "POST":
        return ask(request, conversation, choice)
    try:
        messages.success(request, CHOICES[choice](conversation, request.user))
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect("messaging:inbox" if choice in GONE else conversation)


def ask(request, conversation, choice):
    if choice not in QUESTIONS:
        raise Http404
    return ask_about(request, conversation, QUESTIONS[choice])


def ask_about(request, conversation, question):
    title, text, button = question
    context = {
        "conversation": conversation,
        "correspondent": conversation.correspondent_of(request.user),
        "title": title,
        "text": text,
        "button": button,
    }
    return render(request, "messaging/ask.html", context)


@login_required
def delete_message(request, public_id):
    """Ask, then empty a message of one's own; another's is a 404."""
    mine = Message.objects.written_by(request.user).delivered()
    threads = Conversation.objects.of(request.user).order_by()
    rows = mine.filter(conversation__in=threads)
    rows = rows.select_related(
        "conversation__initiator", "conversation__listing__author"
    )
    message = get_object_or_404(rows, public_id=public_id)
    if request.method != "POST":
        title = _("Supprimer ce message ?")
        text = _(
            "Vous deux lirez à sa place « Message supprimé ». Ce qui est parti par "
            "courriel ne se reprend pas."
        )
        question = (title, text, _("Supprimer le message"))
        return ask_about(request, message.conversation, question)
    try:
        actions.delete_message(message, request.user)
        messages.success(request, _("Votre message est supprimé."))
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(message.conversation)


@login_required
@require_POST
def outcome(request, public_id):
    conversation = own(request, public_id)
    form = OutcomeForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(next(iter(form.errors.values()))[0])
        actions.record_outcome(conversation, request.user, **form.cleaned_data)
        messages.success(request, _("Merci, c’est noté."))
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(conversation)
