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
        "name": "forget_finished_jobs",  # their rows hold the mail that was sent
        "run": command,
        "args": [
            "prune_db_task_results",
            "--backend=queue",
            "--min-age-days=14",
            "--failed-min-age-days=90",
        ],
        "every": timedelta(days=1),
    },
    {
        "name": "forget_changes",
        "run": "graphql_api.freshness.generations.forget_changes",
        "every": timedelta(minutes=5),
    },
    {
        "name": "forget_received_mails",
        "run": "messaging.mail_in.receiving.forget_received",
        "every": timedelta(days=1),
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
        "name": "forget_ended_sessions",
        "run": "accounts.actions.forget_ended_sessions",
        "every": timedelta(days=1),
    },
    {
        "name": "forget_unconfirmed_accounts",
        "run": "accounts.actions.forget_unconfirmed",
        "every": timedelta(days=1),
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
    {
        "name": "forget_mail_events",
        "run": "accounts.mailing.outbox.forget_old_events",
        "every": timedelta(days=1),
    },
    {
        "name": "forget_old_traces",
        "run": "moderation.screening.traces.forget_old_traces",
        "every": timedelta(days=1),
    },
]
