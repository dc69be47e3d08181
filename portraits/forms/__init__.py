"""What people send: each field says in words what is wrong with it."""

from portraits.forms.decisions import ApproveForm, AskForm, AttestForm, ReasonForm, RejectForm, ResolveForm
from portraits.forms.keeping import EraseForm, HoldForm, LeavingForm
from portraits.forms.opinions import FlagForm, SettleForm, StillForm
from portraits.forms.people import ManagerForm
from portraits.forms.pictures import AddedPhotoForm, BroughtForm, PictureForm, SelfieForm

__all__ = [
    "AddedPhotoForm",
    "ApproveForm",
    "AskForm",
    "AttestForm",
    "BroughtForm",
    "EraseForm",
    "FlagForm",
    "HoldForm",
    "LeavingForm",
    "ManagerForm",
    "PictureForm",
    "ReasonForm",
    "RejectForm",
    "ResolveForm",
    "SelfieForm",
    "SettleForm",
    "StillForm",
]
