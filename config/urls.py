from django.conf import settings
from django.conf.urls.static import static
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views import admin_sign_in
from config.crawlers import SITEMAPS, robots
from config.health import healthz, readyz
from config.retention.views import durations
from config.security_txt import security_txt
from graphql_api.live import inbox_news, news
from graphql_api.uploads import upload_message_photo, upload_photo

urlpatterns = [
    path("graphql/", include("graphql_api.urls")),
    path("healthz", healthz),
    path("readyz", readyz),
    path("admin/login/", admin_sign_in, name="wagtailadmin_login"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("donnees-personnelles/durees/", durations, name="durations"),
    path("compte/", include("accounts.urls")),
    path("compte/decisions/", include("moderation.decision_urls")),
    path("compte/", include("allauth.urls")),
    path("_allauth/", include("accounts.headless")),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/photos/", upload_photo, name="upload_photo"),
    path("api/message-photos/", upload_message_photo, name="upload_message_photo"),
    path("api/conversations/news/", inbox_news, name="inbox_news"),
    path("api/conversations/<uuid:public_id>/news/", news, name="conversation_news"),
    path("", include("moderation.notices.urls")),
    path("", include("listings.urls")),
    path("", include("messaging.urls")),
    path("", include("cms.urls")),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", robots),
    path(".well-known/security.txt", security_txt),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
