from wagtail import hooks

from .room.rooms import MODERATE, QueueRoom, ReasonRoom, WaitingPanel


@hooks.register("register_admin_viewset")
def register_moderators_rooms():
    return [QueueRoom(), ReasonRoom()]


@hooks.register("construct_homepage_panels")
def show_what_waits(request, panels):
    if request.user.has_perm(MODERATE):
        panels.append(WaitingPanel())
