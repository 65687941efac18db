"""What the worker runs again and again: see `background/schedule.py`."""

from datetime import timedelta
from typing import Any

command = "django.core.management.call_command"
BACKGROUND_SCHEDULE: list[dict[str, Any]] = [
    {
        "name": "expire_listings",
        "run": "listings.actions.expire_due",
        "every": timedelta(minutes=10),
    },
    {
        "name": "remind_authors",
        "run": "listings.reminders.remind_authors",
        "every": timedelta(hours=1),
    },
    {
        "name": "lift_ended_suspensions",
        "run": "moderation.people.lift_ended",
        "every": timedelta(minutes=10),
    },
    {
        "name": "publish_unreviewed_listings",
        "run": "listings.actions.publish_unreviewed",
        "every": timedelta(minutes=10),
    },
    {
        "name": "trust_who_earned_it",
        "run": "listings.trust.promote_trusted",
        "every": timedelta(days=1),
    },
    {
        "name": "publish_scheduled_pages",
        "run": command,
        "args": ["publish_scheduled"],
        "every": timedelta(minutes=1),
    },
    {
        "name": "apply_retention",  # everything that is kept for a number of days
        "run": command,
        "args": ["apply_retention"],
        "every": timedelta(days=1),
    },
    {
        "name": "count_recipients",  # often: what is counted last ends the month
        "run": "moderation.recipients.count_recipients",
        "every": timedelta(hours=1),
    },
    {
        "name": "warn_inactive_accounts",
        "run": "accounts.rights.inactivity.warn_inactive",
        "every": timedelta(days=1),
    },
    {
        "name": "warn_of_ending_conversations",
        "run": "messaging.notifications.ending.warn_of_endings",
        "every": timedelta(days=1),
    },
    {
        "name": "forget_changes",
        "run": "graphql_api.freshness.generations.forget_changes",
        "every": timedelta(minutes=5),
    },
    {
        "name": "sweep_photos",
        "run": "listings.photos.actions.sweep_unattached",
        "every": timedelta(hours=1),
    },
    {
        "name": "sweep_message_photos",
        "run": "messaging.photos.actions.sweep_unattached",
        "every": timedelta(hours=1),
    },
    {
        "name": "queue_digests",
        "run": "messaging.notifications.digest.queue_digests",
        "every": timedelta(minutes=10),
    },
    {
        "name": "ask_outcomes",
        "run": "messaging.notifications.outcome.ask_outcomes",
        "every": timedelta(hours=1),
    },
]
