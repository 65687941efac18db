"""Mail that people may decline: whether they get it, how it leaves, how it is stopped.

`preferences` says who wants what, `letters` gives a mail its shape, `outbox` sends it
once, `links` lets its reader change their mind without signing in.
"""
