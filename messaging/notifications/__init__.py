"""What people are told by mail about their conversations.

`messages` tells of what was written, `digest` once a day, `outcome` asks what became of
it; `waiting` says whom nothing may be sent to. docs/decisions/0014-message-mails.md
"""
