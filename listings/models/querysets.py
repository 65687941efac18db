from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case as Choice
from django.db.models import Exists, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from accounts.models import User
from moderation.models import Action, Case, Decision
from territory.models import Commune, km_from

from ..search import matching_ids, search_query
from ..states import FROZEN, IS_LIVE, LIVE, ListingStatus, S
from .choices import Audience, Group, PriceKind

if TYPE_CHECKING:
    from .listings import Listing as Listing


class ListingQuerySet(models.QuerySet["Listing"]):
    def live(self, now=None) -> Self:
        """Listings in force, of people who are in sight."""
        now = now or timezone.now()
        # The few out of sight are looked up, not the author of each listing.
        unseen = User.objects.out_of_sight().filter(pk=OuterRef("author"))
        return self.filter(~Exists(unseen), IS_LIVE, expires_at__gt=now)

    def live_for(self, user, now=None) -> Self:
        """Listings in force that `user` may read: members read them all."""
        live = self.live(now)
        return live if user.is_authenticated else live.filter(audience=Audience.PUBLIC)

    def past_term(self) -> Self:
        """Listings that still say they are online although their term has passed."""
        return self.filter(status__in=LIVE, expires_at__lte=timezone.now())

    def renewable(self) -> Self:
        """Listings that ran out, or soon will."""
        soon = timezone.now() + timedelta(days=settings.LISTING_RENEWABLE_DAYS)
        return self.filter(
            Q(status=ListingStatus.EXPIRED) | Q(status__in=LIVE, expires_at__lte=soon),
            renewals__lt=settings.LISTING_RENEWALS_MAX,
        )

    def approved(self) -> Self:
        """Listings that were online, and that nobody had to take down."""
        online = [S.PUBLISHED, S.RESERVED, S.FULFILLED, S.EXPIRED]
        ended = Q(status=S.WITHDRAWN, published_at__isnull=False)
        return self.filter(Q(status__in=online) | ended)

    def paid(self) -> Self:
        return self.filter(price_kind=PriceKind.AMOUNT).exclude(status=S.REFUSED)

    def editable(self) -> Self:
        return self.exclude(status__in=FROZEN)

    def left_waiting(self) -> Self:
        """What, or whose change, waited long enough with nothing said against it."""
        since = timezone.now() - timedelta(hours=settings.REVIEW_HOURS)
        cases = Case.objects.open().about("listing", OuterRef("public_id"))
        nothing_said = cases.filter(
            opened_at__lte=since, screenings=None, notices=None, appeals=None
        )
        changed = Q(waiting_edit__created_at__lte=since, status__in=[*LIVE, S.EXPIRED])
        waits = Q(status=S.PENDING, waiting_edit=None) | changed
        unseen = User.objects.out_of_sight().filter(pk=OuterRef("author"))
        return (
            self.filter(waits, Exists(nothing_said.order_by()), ~Exists(unseen))
            .exclude(author__limited_until__gt=timezone.now())
            .with_card_data()
            .select_related("waiting_edit")
        )

    def by(self, user) -> Self:
        return self.filter(author=user)

    def latest_for(self, user, kind, category=None, now=None) -> Self:
        """The newest listings of a kind that `user` may read, of all categories."""
        rows = self.live_for(user, now).filter(kind=kind)
        rows = rows.filter(category=category) if category else rows
        return rows.order_by("-created_at", "-public_id")

    def visible_to(self, user, now=None) -> Self:
        """Everything `user` may read: the one rule of every page, query and feed."""
        live = self.live_for(user, now)
        return live | self.filter(author=user) if user.is_authenticated else live

    def matching(self, text: str) -> Self:
        """Listings that hold every word of `text`, whatever its accents or endings."""
        wanted = search_query(text, self.db)
        return self if wanted is None else self.holding(wanted)

    def holding(self, wanted) -> Self:
        """Listings that answer a `search_query`."""
        return self.filter(pk__in=matching_ids(wanted, self.db))

    def matching_or_coded(self, text: str) -> Self:
        """Like `matching`, and the listing whose code is `text`."""
        wanted = search_query(text, self.db)
        if wanted is None:
            return self
        found = Q(pk__in=matching_ids(wanted, self.db))
        return self.filter(found | Q(code=text.strip().upper()))

    def within(self, commune: Commune, km: int) -> Self:
        return self.filter(commune__in=Commune.objects.near(commune, km))

    def with_distance_from(self, commune: Commune) -> Self:
        """Add `distance_km` between village centres."""
        return self.annotate(distance_km=km_from(commune, "commune__"))

    def with_card_data(self) -> Self:
        """Everything a listing card shows, in two queries."""
        rows = self.select_related("author", "commune", "category")
        return rows.prefetch_related("photos")

    def with_reason(self) -> Self:
        """Add `reason`, why others do not see the listing, and `decision`, its id."""
        judged = Decision.objects.about("listing", OuterRef("public_id"))
        latest = judged.filter(action__in=[Action.HIDE, Action.REFUSE, Action.CHANGES])
        return self.annotate(
            reason=Subquery(latest.values("facts")[:1]),
            decision=Subquery(latest.values("public_id")[:1]),
        )

    def with_own_notices(self) -> Self:
        """What its author reads about a listing: why it is hidden, what waits."""
        return self.with_reason().select_related("waiting_edit")

    def in_groups(self) -> Self:
        """Add `group`, a value of `Group`, and sort by it."""
        to_review = [S.HIDDEN, S.REFUSED, S.CHANGES_REQUESTED]
        group = Choice(
            When(status__in=to_review, then=Value(Group.TO_REVIEW)),
            When(status__in=[S.DRAFT, S.PENDING], then=Value(Group.WAITING)),
            When(status__in=[S.FULFILLED, S.WITHDRAWN], then=Value(Group.ENDED)),
            When(status=S.EXPIRED, then=Value(Group.EXPIRED)),
            When(expires_at__lte=timezone.now(), then=Value(Group.EXPIRED)),
            default=Value(Group.LIVE),
            output_field=models.CharField(),
        )
        return self.annotate(group=group).order_by("group", "-created_at", "-public_id")
