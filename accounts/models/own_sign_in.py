from django.db import models

from accounts.models.organisation import Organisation


class OwnSignIn(models.Model):
    """An organisation's own OpenID Connect or SAML provider. Its client secret is here sealed, or in LIKENESS_SIGN_IN_SECRETS."""

    class Kind(models.TextChoices):
        OIDC = "openid_connect", "OpenID Connect"
        SAML = "saml", "SAML 2"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="own_sign_ins")
    key = models.SlugField(unique=True, help_text="Stands in its addresses: sign/oidc/KEY/, sign/saml/KEY/.")
    title = models.CharField(max_length=40, help_text="What the sign-in page calls it.")
    kind = models.CharField(max_length=20, choices=Kind)
    client_id = models.CharField(max_length=190, blank=True, help_text="What an OpenID provider calls us.")
    domains = models.JSONField(default=list, help_text="The domains of addresses it is believed for.")
    settings = models.JSONField(
        default=dict,
        help_text="OpenID Connect: server_url. SAML: idp with entity_id, sso_url, x509cert, and attribute_mapping.",
    )
    admits = models.BooleanField(
        default=False, help_text="Whether it may bring in people whom nobody invited, as employees."
    )
    secret = models.BinaryField(default=b"", editable=False, help_text="Sealed by the installation's master key.")
    tried_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When its owner went the whole way with these settings."
    )
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"

    @property
    def binding(self) -> str:
        """What its sealed secret is bound to: in another row it does not open."""
        return f"own sign-in:{self.key}"
