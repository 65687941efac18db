"""What people may ask of their data: a copy, and to be forgotten.

The apps above give and erase their part through `DATA_EXPORTS` and `ACCOUNT_ERASERS`.
"""
