"""Whether a person's mailbox takes mail; a failure to deliver says that it does not."""

from django.db.models import QuerySet
from django.utils import timezone

from .models import User


def can_be_mailed(user: User) -> bool:
    """Whether mail reaches `user`; what confirms an address is sent in any case."""
    return user.is_active and user.mail_bounced_at is None


def stop_mailing(users: QuerySet[User]) -> None:
    """Keep when it was first learnt that the address of `users` is wrong."""
    users.filter(mail_bounced_at=None).update(mail_bounced_at=timezone.now())


def stop_mailing_to(address: str) -> None:
    """Do so for whoever has `address`, which a mail server just refused."""
    stop_mailing(User.objects.filter(email__iexact=address))


def mail_again(user: User) -> None:
    """Believe the address of `user` again, which they corrected or vouch for."""
    User.objects.filter(pk=user.pk).update(mail_bounced_at=None)
    user.mail_bounced_at = None


def after_change(*, user: User, **kwargs) -> None:
    mail_again(user)


def after_confirmation(*, email_address, **kwargs) -> None:
    """Of several addresses, mail goes to the first alone."""
    if email_address.primary:
        mail_again(email_address.user)
