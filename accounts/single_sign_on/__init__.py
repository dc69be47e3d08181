"""An organisation's own sign-in, OpenID Connect or SAML: rows say which, this package how far it is believed."""
