from django import template

from territory.loading import commune_names as names

register = template.Library()


@register.inclusion_tag("components/commune_names.html", takes_context=True)
def commune_names(context) -> dict[str, list[str]]:
    """The names that a `CommuneInput` suggests, the first time in a page only."""
    request = getattr(context, "request", None)
    if getattr(request, "commune_names_given", False):
        return {"names": []}
    if request is not None:
        request.commune_names_given = True
    return {"names": list(names().values())}
