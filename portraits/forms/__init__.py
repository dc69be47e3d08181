"""What people send: each field says in words what is wrong with it."""

from portraits.forms.agreements import AgreeForm
from portraits.forms.decisions import (
    AdjustForm,
    ApproveForm,
    AskForm,
    AttestForm,
    ReasonForm,
    RejectForm,
    ResolveForm,
    VoteForm,
)
from portraits.forms.keeping import EraseForm, HoldForm, LeavingForm
from portraits.forms.opinions import FlagForm, SettleForm, StillForm
from portraits.forms.organisation import OrganisationSettingsForm, SiteForm
from portraits.forms.people import ManagerForm
from portraits.forms.pictures import AddedPhotoForm, BroughtForm, PictureForm, SelfieForm
from portraits.forms.privacy import BiometricFreeForm, CompareForm, NoticeForm
from portraits.forms.sign import AddressForm, InviteForm, NewPasswordForm, OrganisationForm

__all__ = [
    "AddedPhotoForm",
    "AddressForm",
    "AdjustForm",
    "AgreeForm",
    "ApproveForm",
    "AskForm",
    "AttestForm",
    "BiometricFreeForm",
    "BroughtForm",
    "CompareForm",
    "EraseForm",
    "FlagForm",
    "HoldForm",
    "InviteForm",
    "LeavingForm",
    "ManagerForm",
    "NewPasswordForm",
    "NoticeForm",
    "OrganisationForm",
    "OrganisationSettingsForm",
    "PictureForm",
    "ReasonForm",
    "RejectForm",
    "ResolveForm",
    "SelfieForm",
    "SettleForm",
    "SiteForm",
    "StillForm",
    "VoteForm",
]
