"""The same answers by graphene-django alone: as documented, and tuned by hand."""
