"""Settings of the workers that tests start as processes of their own.

They use the database of the test that starts them, and hurry.
"""

import os

from config.settings import test

globals().update({name: vars(test)[name] for name in dir(test) if name.isupper()})
DATABASES = test.DATABASES
DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
MAIL_TRANSPORT = os.environ["TEST_TRANSPORT"]
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["TEST_SMTP_PORT"])
EMAIL_TIMEOUT = 5
NOTIFY_QUIET_SECONDS = 0
DIGEST_HOUR = 0
BACKGROUND_MAX_ATTEMPTS = 1000
BACKGROUND_FIRST_RETRY_SECONDS = BACKGROUND_LONGEST_RETRY_SECONDS = 0.2
BACKGROUND_ABANDONED_AFTER_SECONDS = 2
MAIL_LEASE_SECONDS = 1
