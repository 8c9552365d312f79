"""Writing in a conversation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.journey.cases.conversations import LONGEST
from sanamost.web.clinic.forms.desk import language_field


class MessageForm(forms.Form):
    """Words and the language in which they are written."""

    words = forms.CharField(
        label=_("Your message"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST
    )
    language = language_field(_("Language in which you write"))
