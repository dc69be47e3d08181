"""Where files lie beyond one machine: a private S3 bucket. What the folder promises, it promises too."""

from storages.backends.s3 import S3Storage


class PrivateBucket(S3Storage):  # type: ignore[misc]
    """A bucket without public access. Credentials and region come the way boto3 finds them."""

    default_acl = None
    querystring_auth = True
    gzip = False

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002 (Django's signature)
        """Names are digests of their content: what is there is what was asked for."""
        return name
