"""Where renditions go. One folder a channel; docs/channels.md says how to add the next."""

from portraits.distribution.avatar.channel import AvatarChannel
from portraits.distribution.base import Channel, ChannelError
from portraits.distribution.folder.channel import FolderChannel
from portraits.distribution.page.channel import PageChannel

__all__ = ["Channel", "ChannelError", "channel", "channels"]


def channel(key: str) -> Channel:
    """The channel of that name, set up from the settings; ChannelError when there is none."""
    from django.conf import settings

    if key == FolderChannel.key:
        return FolderChannel(settings.OUTBOX_DIR)
    if key == AvatarChannel.key:
        return AvatarChannel(settings.SITE_URL)
    if key == PageChannel.key:
        return PageChannel(settings.SITE_URL)
    raise ChannelError(f"There is no channel named {key}.")


def channels() -> tuple[Channel, ...]:
    """Every channel there is."""
    return tuple(channel(key) for key in (FolderChannel.key, AvatarChannel.key, PageChannel.key))
