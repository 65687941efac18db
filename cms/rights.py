"""What the editors' room forgets of a person: accounts call it."""

from wagtail.users.models import UserProfile


def erase(user) -> None:
    """Delete the settings and the portrait of who once was an editor."""
    for profile in UserProfile.objects.filter(user=user):
        profile.avatar.delete(save=False)
        profile.delete()
