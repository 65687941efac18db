from datetime import date

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import SellerStatus, User
from cms.models import InfoPage, SectionPage
from listings.models import Audience, Category, Listing, ListingKind
from listings.photos.models import Photo
from listings.states import ListingStatus
from messaging.models import (
    Block,
    Conversation,
    Message,
    MessagePhoto,
    MessageState,
    Participant,
)
from territory.models import Commune


class UserFactory(DjangoModelFactory):
    """A trusted resident of Prémery, whose address is confirmed, who sells at times."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"habitant{n}@example.org")
    first_name = "Martine"
    last_initial = "L"
    commune = factory.LazyFunction(lambda: Commune.objects.get(name="Prémery"))
    trusted_at = factory.LazyFunction(timezone.now)
    seller_status = SellerStatus.PRIVATE

    @factory.post_generation
    def confirmed(self, create, extracted, **kwargs):
        EmailAddress.objects.create(
            user=self, email=self.email, primary=True, verified=extracted is not False
        )


class ListingFactory(DjangoModelFactory):
    """A free offer online at Prémery."""

    class Meta:
        model = Listing

    class Params:
        need = factory.Trait(kind=ListingKind.NEED, audience=Audience.MEMBERS)
        hidden = factory.Trait(status=ListingStatus.HIDDEN)

    kind = ListingKind.OFFER
    audience = Audience.PUBLIC
    author = factory.SubFactory(UserFactory)
    category = factory.LazyFunction(lambda: Category.objects.get(pk="jardin-bois"))
    commune = factory.LazyFunction(lambda: Commune.objects.get(name="Prémery"))
    title = "Je tonds votre pelouse"
    description = "Le samedi matin, avec ma tondeuse."
    status = ListingStatus.PUBLISHED


class PhotoFactory(DjangoModelFactory):
    """A row without files, that waits for a listing unless one is given."""

    class Meta:
        model = Photo

    listing = None
    owner = factory.LazyAttribute(
        lambda photo: photo.listing.author if photo.listing else UserFactory()
    )
    digest = factory.Sequence(str)
    widths = [400, 800]
    width = 800
    height = 600


class ConversationFactory(DjangoModelFactory):
    """Two people about one listing, nothing said yet."""

    class Meta:
        model = Conversation
        skip_postgeneration_save = True

    listing = factory.SubFactory(ListingFactory)
    initiator = factory.SubFactory(UserFactory)

    @factory.post_generation
    def participants(self, create, extracted, **kwargs):
        Participant.objects.bulk_create(
            Participant(conversation=self, user=user)
            for user in (self.initiator, self.listing.author)
        )


class MessageFactory(DjangoModelFactory):
    """Words of the person who asked, which the other may read."""

    class Meta:
        model = Message

    class Params:
        held = factory.Trait(state=MessageState.HELD)

    conversation = factory.SubFactory(ConversationFactory)
    author = factory.SelfAttribute("conversation.initiator")
    body = "Bonjour, je viens samedi."


def exchange(thread, how_many, before=0):
    """Let the person who asked have written, more than an hour allows if need be."""
    for number in range(before, before + how_many):
        message = MessageFactory(conversation=thread, body=f"Message {number}")
        thread.last_message_at = message.created_at
    thread.save(update_fields=["last_message_at"])


class MessagePhotoFactory(DjangoModelFactory):
    """A row without files, of a message unless it waits for one."""

    class Meta:
        model = MessagePhoto

    class Params:
        waiting = factory.Trait(message=None, owner=factory.SubFactory(UserFactory))

    message = factory.SubFactory(MessageFactory)
    owner = factory.SelfAttribute("message.author")
    digest = factory.Sequence(str)
    widths = [400, 800]
    width = 800
    height = 600


class BlockFactory(DjangoModelFactory):
    """One person blocks another."""

    class Meta:
        model = Block

    blocker = factory.SubFactory(UserFactory)
    blocked = factory.SubFactory(UserFactory)


class InfoPageFactory(DjangoModelFactory):
    """A published page of « Infos pratiques », without blocks."""

    class Meta:
        model = InfoPage

    class Params:
        charter = factory.Trait(
            title="Nos règles",
            slug="regles",
            is_charter=True,
            version_date=date(2026, 11, 2),
            changes="Les animaux ne se donnent plus ici.",
        )

    title = factory.Sequence(lambda n: f"Vos démarches {n}")
    slug = factory.Sequence(lambda n: f"demarches-{n}")
    introduction = "Vos droits, pas à pas."

    @classmethod
    def _create(cls, model_class, *args, section=None, **kwargs):
        section = section or SectionPage.objects.get(slug="infos")
        return section.add_child(instance=model_class(*args, **kwargs))
