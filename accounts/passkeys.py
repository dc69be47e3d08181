"""The library's forms for passkeys, which trip over an answer of the wrong shape; here it is an answer that does not hold."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms

WRONG_SHAPE = (AttributeError, KeyError, TypeError, ValueError)


class _Checked:
    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except WRONG_SHAPE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault


class AddPasskeyForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> dict[str, Any]:
        try:
            said: dict[str, Any] = super().clean()
        except WRONG_SHAPE as fault:
            raise get_adapter().validation_error("incorrect_code") from fault
        return said


class UsePasskeyForm(_Checked, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class SignInByPasskeyForm(_Checked, forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class ReauthenticateByPasskeyForm(_Checked, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass
