"""An organisation's own sign-in, as its owner writes it down: checked against the provider before it is kept."""

from collections.abc import Callable
from typing import Any

from django import forms

from accounts.models import OwnSignIn
from accounts.single_sign_on import checking
from accounts.single_sign_on.setting_up import Wanted

LARGEST = 1024 * 1024
USERINFO, EMAIL = "fetch_userinfo", "attribute_mapping"


class OwnSignInForm(forms.Form):
    title = forms.CharField(
        label="What people call it",
        max_length=40,
        help_text="It stands on the button: Go on at ...",
        error_messages={"required": "Give it a name."},
    )
    domains = forms.CharField(
        label="Domains of the addresses it speaks for",
        max_length=1000,
        help_text="With commas between them. A subdomain is another domain.",
        error_messages={"required": "Name at least one domain."},
    )
    admits = forms.BooleanField(
        label="It may bring in people whom nobody invited",
        required=False,
        help_text="They become employees, never more.",
    )

    def __init__(self, *args: Any, session: Callable[[], Any], row: OwnSignIn | None, **kwargs: Any) -> None:
        """`session` reaches the provider; `row` is what is changed, if it is there already."""
        super().__init__(*args, **{"initial": self.begin(row) if row else {}, **kwargs})
        self.session, self.row = session, row
        self.found: dict[str, Any] = dict(row.settings) if row else {}

    @classmethod
    def begin(cls, row: OwnSignIn) -> dict[str, Any]:
        return {"title": row.title, "domains": ", ".join(row.domains), "admits": row.admits}

    def clean_domains(self) -> tuple[str, ...]:
        parts = (each.strip().lower() for each in self.cleaned_data["domains"].split(","))
        return tuple(dict.fromkeys(each for each in parts if each))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                self.found = self.check(data)
            except checking.CheckError as problem:
                raise forms.ValidationError(str(problem)) from problem
        return data

    def check(self, data: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def wanted(self, kind: str) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            said["title"],
            kind,
            said["domains"],
            self.found,
            said.get("client_id", ""),
            said.get("secret", ""),
            said["admits"],
        )


class OpenIdForm(OwnSignInForm):
    server_url = forms.CharField(
        label="The provider's address",
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text="What it calls its issuer.",
        error_messages={"required": "Say where the provider is."},
    )
    client_id = forms.CharField(
        label="Client id", max_length=190, error_messages={"required": "Say what the provider calls us."}
    )
    secret = forms.CharField(
        label="Client secret",
        required=False,
        max_length=500,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Kept sealed and never shown again. Empty: the one that is kept, or none.",
    )
    fetch_userinfo = forms.BooleanField(
        label="The address stands on its user-info page, not in the token", required=False
    )

    @classmethod
    def begin(cls, row: OwnSignIn) -> dict[str, Any]:
        more = {"server_url": row.settings.get("server_url", ""), USERINFO: row.settings.get(USERINFO, False)}
        return {**super().begin(row), "client_id": row.client_id, **more}

    def check(self, data: dict[str, Any]) -> dict[str, Any]:
        found = checking.openid(self.session(), data["server_url"])
        return {**found, **({USERINFO: True} if data[USERINFO] else {})}


class SamlForm(OwnSignInForm):
    metadata_url = forms.CharField(
        label="Address of its metadata",
        required=False,
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    metadata_file = forms.FileField(label="or the metadata as a file", required=False)
    email_attribute = forms.CharField(
        label="Attribute with the address",
        required=False,
        max_length=200,
        help_text="Only where it has an unusual name.",
    )

    @classmethod
    def begin(cls, row: OwnSignIn) -> dict[str, Any]:
        return {**super().begin(row), "email_attribute": row.settings.get(EMAIL, {}).get("email", "")}

    def clean_metadata_file(self) -> Any:
        file = self.cleaned_data["metadata_file"]
        if file is not None and file.size > LARGEST:
            raise forms.ValidationError("Metadata is smaller than a megabyte.")
        return file

    def check(self, data: dict[str, Any]) -> dict[str, Any]:
        found = self._idp(data)
        return {**found, **({EMAIL: {"email": data["email_attribute"]}} if data["email_attribute"] else {})}

    def _idp(self, data: dict[str, Any]) -> dict[str, Any]:
        if data["metadata_file"] is not None:
            return checking.saml(data["metadata_file"].read())
        if data["metadata_url"]:
            return checking.saml(checking.metadata_at(self.session(), data["metadata_url"]))
        if self.row is not None:
            return {"idp": self.row.settings["idp"]}
        raise checking.CheckError("Give the address of the provider's metadata, or the file.")


FORMS: dict[str, type[OwnSignInForm]] = {OwnSignIn.Kind.OIDC: OpenIdForm, OwnSignIn.Kind.SAML: SamlForm}
