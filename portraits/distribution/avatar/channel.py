"""An address of our own that serves the picture of a person: other systems link to it and see every change."""

from accounts import sealed_files
from portraits.distribution.base import Parcel


class AvatarChannel:
    key = "avatar"
    path = "avatar"

    def __init__(self, site_url: str) -> None:
        self.site_url = site_url.rstrip("/")

    def put(self, parcel: Parcel) -> str:
        """The address only: the view behind it serves the live publication's own file."""
        return f"{self.site_url}/{self.path}/{parcel.owner}/"

    def read_back(self, address: str) -> bytes | None:
        """The bytes the view would answer with."""
        from portraits.models import Publication

        owner = address.rstrip("/").rpartition("/")[2]
        live = Publication.objects.filter(channel=self.key, published_at__isnull=False, ended_at=None)
        shown = live.filter(person__public_id=owner).select_related("rendition").first()
        if shown is None or shown.rendition is None:
            return None
        return sealed_files.get(shown.rendition.image)

    def remove(self, address: str) -> None:
        """Nothing to take away: an ended publication is not served."""

    def remove_all(self, organisation: str, owner: str) -> int:  # noqa: ARG002 (a channel's signature)
        """Nothing lies there: the address answers for what is live."""
        return 0
