"""Every address of the platform."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from sanamost.api.v1 import search as api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sanamost.web.public.urls")),
    path("files/", include("sanamost.web.components.files.urls")),
    path("my/", include("sanamost.web.patient.urls")),
    path("desk/", include("sanamost.web.clinic.urls")),
    path("partner/", include("sanamost.web.partner.urls")),
    path("coordinator/", include("sanamost.web.coordinator.urls")),
    path("administration/", include("sanamost.web.administration.urls")),
    path("papers/", include("sanamost.web.components.papers")),
    path("account/", include("sanamost.web.account.urls")),
    path("account/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("language/", set_language, name="set_language"),
]
if settings.DEBUG or settings.DEMONSTRATION:
    urlpatterns.append(path("style/", include("sanamost.web.components.urls")))

handler400 = "sanamost.web.public.pages.bad_request"
handler403 = "sanamost.web.public.pages.forbidden"
handler404 = "sanamost.web.public.pages.not_found"
handler429 = "sanamost.web.public.pages.too_many_tries"  # allauth's own limits ask for it
handler500 = "sanamost.web.public.pages.failed"
