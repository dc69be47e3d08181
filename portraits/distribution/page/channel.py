"""A person's public page: the picture with its disclosure, what stands beside it, and a real photo where they agreed."""

from portraits.distribution.avatar.channel import AvatarChannel


class PageChannel(AvatarChannel):
    key = "page"
    path = "p"
