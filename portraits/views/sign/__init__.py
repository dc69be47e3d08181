"""Coming in and being in: invitations, an organisation's own sign-in, sessions, which organisation one acts in."""
