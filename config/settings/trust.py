"""Who may do what here: ages, and how far people are known."""

MINIMUM_AGE = (
    15  # to open an account: article 45 of the « Informatique et libertés » law
)
ADULT_AGE = 18  # to sell and to help at home
REVIEW_FIRST_LISTINGS = 2  # of who is not trusted yet: read before they are online
TRUSTED_AFTER_DAYS = 7  # since the account was made, and without a sanction
# After which what no rule found fault with goes online without the staff.
REVIEW_HOURS = 48
# More paid listings than that from a private person within that time: who sells so much
# is asked whether it is their trade.
PRIVATE_SALES = {"listings": 10, "days": 90}
