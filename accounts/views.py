from copy import copy

from allauth.account.internal.flows.email_verification import (
    send_verification_email_to_address,
)
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from .forms import AddressForm, ProfileForm


@login_required
def profile(request):
    # A copy: what is mistaken in the form must not become the name in the header.
    form = ProfileForm(request.POST or None, instance=copy(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Votre profil est enregistré."))
        return redirect("account_profile")
    return render(request, "account/profile.html", {"form": form})


def resend_confirmation(request):
    """Send the link again; the answer does not tell who has an account."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        waiting = EmailAddress.objects.filter(email=email, verified=False).first()
        address = waiting or EmailAddress(email=email)
        send_verification_email_to_address(
            request, address, skip_enumeration_mails=True
        )
        return redirect("account_email_verification_sent")
    return render(request, "account/resend_confirmation.html", {"form": form})
