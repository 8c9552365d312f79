"""Is this paper ours, and does it still hold? For anybody who holds one, without signing in."""

import hashlib

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import policies
from sanamost.foundation.documents import codes, services
from sanamost.foundation.documents.kinds import KINDS
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.routing import acts, form_of, route

LARGEST = 20 * 1024 * 1024
SALT = "public.verify"
MEANINGS = {"valid": "good", "voided": "attention", "superseded": "waiting"}
STANDINGS = {
    "valid": _("In force"),
    "voided": _("No longer in force"),
    "superseded": _("Replaced by a newer one"),
}


class CodeForm(forms.Form):
    """The code that stands at the foot of every paper."""

    code = forms.CharField(
        label=_("Check code"),
        max_length=80,
        help_text=_("It stands at the foot of every page, beside the square."),
    )

    def clean_code(self) -> str:
        """The code as we write it."""
        known = codes.normalised(self.cleaned_data["code"])
        if known is None:
            raise forms.ValidationError(_("This is not one of our codes. Check each sign."))
        return known


class FingerprintForm(forms.Form):
    """The fingerprint, typed off the paper."""

    fingerprint = forms.CharField(
        label=_("Fingerprint"),
        max_length=100,
        help_text=_("At least the 16 signs at the foot of the page."),
    )


class FileForm(forms.Form):
    """The PDF itself."""

    pdf = forms.FileField(label=_("The PDF that you were given"))

    def clean_pdf(self) -> object:
        """A file that can be a paper of ours."""
        sent = self.cleaned_data["pdf"]
        if sent.size > LARGEST:
            raise forms.ValidationError(_("A paper of ours is never larger than 20 MB."))
        return sent


@route("public", "verify", "verify/", policies.public())
def verify(request: Request) -> HttpResponse:
    """Type a code."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("verified", code=form.cleaned_data["code"])
    return show(request, "public/verify/ask.html", {"form": form}, portal="public")


@route(
    "public",
    "verified",
    "verify/<str:code>/",
    policies.public(unkept="compares, keeps nothing"),
    writes=True,
)
def verified(request: Request, code: str) -> HttpResponse:
    """What may be said to anybody about the paper, and whether a copy in hand is the same."""
    found = services.verify(code)
    if found is None:
        answer = show(request, "public/verify/unknown.html", {"code": code}, portal="public")
        answer.status_code = 404
        return answer
    form = form_of(request, FileForm)
    if acts(request) and form.is_valid():
        content = form.cleaned_data["pdf"].read()
        told = {
            "code": code,
            "same": services.is_our_print(code, content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        return redirect(f"{request.path}?compared={signing.dumps(told, salt=SALT)}")
    typed = FingerprintForm(request.GET if "fingerprint" in request.GET else None)
    same = found.has_fingerprint(request.GET["fingerprint"]) if typed.is_bound else None
    return show(
        request,
        "public/verify/paper.html",
        {
            "found": found,
            "code": code,
            "kind": KINDS[found.kind].name,
            "standing": STANDINGS[found.standing],
            "meaning": MEANINGS[found.standing],
            "form": form,
            "typed": typed,
            "same_fingerprint": same,
            "compared": _compared(request, code),
        },
        portal="public",
    )


def _compared(request: Request, code: str) -> bool | None:
    """What the comparison just made said; nobody can make up a link that says it."""
    try:
        told = signing.loads(request.GET.get("compared", ""), salt=SALT, max_age=600)
    except signing.BadSignature:
        return None
    return bool(told["same"]) if told["code"] == code else None
