"""The style page (only in demonstrations and development; elsewhere it does not exist)."""

from django.urls import path

from sanamost.web.components.style import style

urlpatterns = [path("", style, name="style"), path("<str:shell>/", style, name="style_shell")]
