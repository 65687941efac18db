"""What was read may be kept until the content it came from changes.

The database itself notes each change of content, in the transaction that makes it: an
answer that was kept under what the database says now is the answer of now, whichever
process changed the content, and by whatever means.
"""
