"""The form of a conversation, on either side of it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sanamost.journey.cases.conversations import LONGEST


class MessageForm(forms.Form):
    """Words and the language in which they are written."""

    words = forms.CharField(
        label=_("Your message"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST
    )
    language = forms.ChoiceField(label=_("Language in which you write"), choices=settings.LANGUAGES)
