from django import template
from django.templatetags.static import static

from listings import places
from territory.outlines import DRAWING, TOWNS, VIEW_BOX

register = template.Library()

NEEDIEST = 4


@register.simple_tag
def listings_map() -> dict[str, object]:
    """What `components/map.html` shows, and the communes with most needs; one query."""
    counted = places.counted_places()
    communes = [place for place, _area in counted]
    by_need = sorted(communes, key=lambda place: (-place.needs, place.name))
    return {
        "areas": places.by_area(counted),
        "communes": communes,
        "drawing": static(DRAWING),
        "neediest": [place for place in by_need[:NEEDIEST] if place.needs],
        "total": sum(place.total for place in communes),
        "towns": TOWNS,
        "view_box": VIEW_BOX,
    }
