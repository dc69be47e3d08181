"""Every address of the project with what it is about and who may open it. A new address needs a line here.

`get` and `post` name rows of `accounts.permission_table` joined by "&", or one of: anybody, signed_in, a_person,
operator, nobody. None: the method is not served (405). The walk asks each line as every role of two organisations.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """`thing`: the key of `World.things` its address is made of; `lone`: it is the person's alone, whoever asks."""

    name: str
    thing: str | None = None
    get: str | None = None
    post: str | None = None
    lone: bool = False
    unready: bool = False  # there, and not yet made: nothing is found by who may open it either
    common: bool = False  # one row for all organisations: opening it from another one is no leak


def read(name: str, rule: str, thing: str | None = None, **more: bool) -> Entry:
    return Entry(name, thing, rule, None, **more)


def form(name: str, rule: str, thing: str | None = None, **more: bool) -> Entry:
    return Entry(name, thing, rule, rule, **more)


def press(name: str, rule: str, thing: str | None = None, **more: bool) -> Entry:
    return Entry(name, thing, None, rule, **more)


CONSOLE = "open_console"
PEOPLE = "open_console&manage_people"
RULES = "open_console&change_rules"

PORTAL = (
    read("home", "signed_in"),
    read("portal:portrait", "a_person"),
    form("portal:selfie", "a_person"),
    form("portal:still", "a_person"),
    read("portal:photos", "a_person"),
    form("portal:ask", "a_person"),
    read("portal:photographer", "a_person"),
    read("portal:team", "signed_in"),
    form("organisations", "signed_in"),
    read("second_step", "signed_in"),
    read("sessions", "signed_in"),
    press("end_other_sessions", "signed_in"),
    press("end_session", "own_session", "session", lone=True),
    form("portal:flag", "flag", "shown"),
    read("portal:photo", "see_drafts", "photo", lone=True),
    press("portal:use", "see_drafts", "photo", lone=True),
    read("portal:run", "choose", "run", lone=True),
    press("portal:stop", "choose", "run", lone=True),
    press("portal:adjust", "choose", "run", lone=True),
    press("portal:vote", "choose", "candidate", lone=True),
    press("portal:again", "choose", "run", lone=True),
    form("portal:candidate", "attest", "candidate", lone=True),
    form("portal:candidate", "attest", "refused", lone=True),
    press("portal:take_back", "attest", "waiting", lone=True),
    form("portal:bring", "a_person"),
    press("portal:hand_in", "see_drafts", "photo", lone=True),
    read("portal:data", "a_person"),
    form("portal:page", "a_person"),
    read("portal:agreements", "a_person"),
    form("portal:agree", "a_person", "purpose", common=True),
    press("portal:take_back_agreement", "agree", "release", lone=True),
    read("portal:certificate", "agree", "certificate", lone=True),
    press("portal:naming", "a_person"),
    press("portal:taken_down", "a_person"),
    form("words", "review|self", "shown", unready=True),
    press("portal:ask_archive", "a_person"),
    read("portal:archive", "take_out", "export", lone=True, unready=True),
    press("portal:erase", "a_person"),
)
CONSOLE_PAGES = (
    read("console:home", CONSOLE),
    read("console:people", CONSOLE),
    form("console:organisation", "open_console&change_organisation"),
    read("console:own_sign_ins", "open_console&change_organisation"),
    form("console:new_own_sign_in", "open_console&change_organisation", "provider_kind", common=True),
    form("console:own_sign_in", "open_console&change_organisation", "own_sign_in"),
    press("console:try_own_sign_in", "open_console&change_organisation", "own_sign_in"),
    press("console:change_own_sign_in", "open_console&change_organisation", "own_sign_in_verb"),
    press("console:site", PEOPLE, "person"),
    read("console:costs", CONSOLE),
    form("console:invitations", "open_console&invite"),
    press("console:withdraw_invitation", "open_console&invite", "invitation"),
    read("console:reviews", CONSOLE),
    read("console:alerts", CONSOLE),
    read("console:person", "open_console&see_person", "person"),
    form("console:add_photo", "open_console&add_photo", "person"),
    press("console:ask_render", "open_console&ask_render", "person"),
    press("console:manager", PEOPLE, "person"),
    press("console:enrol", PEOPLE, "photo"),
    read("console:keeping", "open_console&see_person", "person"),
    press("console:leaving", "open_console&set_leaving", "person"),
    press("console:place_hold", "open_console&hold", "person"),
    press("console:lift_hold", "open_console&hold", "hold"),
    press("console:erase", "open_console&erase", "person"),
    read("console:agreements", CONSOLE),
    press("console:leave_to_people", "open_console&switch_biometrics"),
    press("console:let_compare", "open_console&switch_biometrics", "biometric_free"),
    read("console:person_agreements", "open_console&see_person", "person"),
    press("console:person_biometrics", "open_console&switch_biometrics", "person"),
    read("console:notices", CONSOLE),
    Entry("console:notice", "notice", CONSOLE, "open_console&write_notices"),
    read("console:comparisons", CONSOLE),
    Entry("console:comparison", "comparison", "open_console&see_person", "open_console&compare_by_eye"),
    read("console:incidents", CONSOLE),
    Entry("console:incident", "incident", CONSOLE, "open_console&decide_incident"),
    read("console:record", "open_console&read_audit"),
    press("console:check_record", "open_console&read_audit"),
    press("console:take_record", "open_console&read_audit"),
    press("console:end", PEOPLE, "publication"),
    Entry("console:likeness", "shown", "open_console&see_person", "open_console&decide_drift"),
    read("console:review", "open_console&see_person", "waiting"),
    read("console:review", "open_console&see_drafts", "draft_portrait", lone=True),
    read("console:review", "open_console&see_drafts", "taken_back", lone=True),
    press("console:approve", "open_console&review", "waiting"),
    press("console:reject", "open_console&review", "waiting"),
    Entry("console:alert", "alert", "open_console&see_person", "open_console&resolve_identity"),
)
RULE_PAGES = (
    read("console:rules", CONSOLE),
    read("console:grey_zones", CONSOLE),
    read("console:ask_rules", CONSOLE),
    read("console:rule_file", CONSOLE, "version"),
    read("console:rule_file", CONSOLE, "question", common=True),
    read("console:work", CONSOLE),
    read("console:label_icons", CONSOLE),
    press("console:add_label_icon", RULES),
    press("console:end_label_icon", RULES, "label_icon"),
    read("console:label_icon_file", CONSOLE, "label_icon"),
    form("console:new_rule", RULES),
    read("console:rule", CONSOLE, "rule"),
    read("console:rule", CONSOLE, "common_rule", common=True),
    form("console:change_rule", RULES, "rule"),
    form("console:change_rule", RULES, "common_rule", common=True),
    press("console:read_rule", RULES, "version"),
    form("console:decide", RULES, "question", common=True),
    form("console:draft", RULES, "draft"),
    read("console:impact", CONSOLE, "draft"),
    press("console:submit_draft", RULES, "draft"),
    press("console:adopt_draft", RULES, "draft"),
    press("console:discard_draft", RULES, "draft"),
    press("console:approve_decision", RULES, "decision"),
    press("console:end_decision", RULES, "decision"),
    press("console:make_again", "open_console&settle_tasks", "task"),
    press("console:take_away", "open_console&settle_tasks", "task"),
)
PICTURES = (
    read("pictures:photo", "see_person", "photo"),
    read("pictures:portrait", "see_shown", "shown"),
    read("pictures:portrait", "see_person", "waiting"),
    read("pictures:portrait", "see_drafts", "draft_portrait", lone=True),
    read("pictures:portrait", "see_drafts", "taken_back", lone=True),
    read("pictures:candidate", "see_drafts", "candidate", lone=True),
    read("pictures:candidate", "see_drafts", "refused", lone=True),
    read("pictures:before_candidate", "see_drafts", "candidate", lone=True),
    read("pictures:before_portrait", "see_person", "shown"),
    read("pictures:difference", "see_person", "check"),
    read("pictures:rendition", "see_person", "rendition"),
)
WALK = PORTAL + CONSOLE_PAGES + RULE_PAGES + PICTURES

# Addresses without a row of an organisation in them: nobody's rows can be asked for through them. Why is said beside.
OUTSIDE = {
    "biometrics": "public: what is done with faces, why, how long",
    "biometrics_of": "public: the same of one organisation",
    "verify": "public: what a file says of itself; limited a minute",
    "verify_id": "public: whether a published file is known and holds; names nobody who did not agree",
    "verify_credentials": "public: the credentials of a published file",
    "page": "public: what is published of whoever has this random id",
    "page_picture": "public: the published file of whoever has this random id",
    "page_real": "public: the real photo beside it, where the person agreed",
    "report": "public: anybody may say that a picture should come down",
    "schema": "public: the form of a file",
    "erasure": "the random address is the key: how far an erasure is, ids and digests, nothing of the person",
    "invitation": "the link is the key: signed, good once, for one address (tests/portraits/sign/test_invitations.py)",
    "own_sign_in": "says which own sign-in speaks for a domain",
    "openid_connect_login": "leads to an organisation's provider",
    "openid_connect_callback": "the provider's answer (tests/portraits/sign/test_openid.py)",
    "saml_login": "leads to an organisation's provider",
    "saml_acs": "the provider's answer (tests/portraits/sign/test_saml.py)",
    "saml_finish_acs": "the provider's answer",
    "saml_sls": "the provider ends a session",
    "saml_metadata": "public: what a provider must know of this installation",
    "socialaccount_login_cancelled": "one sentence",
    "socialaccount_login_error": "one sentence",
    "socialaccount_signup": "closed",
    "socialaccount_connections": "closed",
    "sign_closed": "closed",
    "sign_connections_closed": "closed",
    "usersessions_list": "one's own sessions",
    "mfa_index": "one's own second step",
    "mfa_authenticate": "one's own second step",
    "mfa_reauthenticate": "one's own second step",
    "mfa_activate_totp": "one's own second step",
    "mfa_deactivate_totp": "one's own second step",
    "mfa_view_recovery_codes": "one's own second step",
    "mfa_generate_recovery_codes": "one's own second step",
    "mfa_download_recovery_codes": "one's own second step",
    "mfa_list_webauthn": "one's own passkeys",
    "mfa_add_webauthn": "one's own passkeys",
    "mfa_remove_webauthn": "one's own passkeys, see test_nobody_reaches_somebody_elses_passkey",
    "mfa_edit_webauthn": "one's own passkeys, see test_nobody_reaches_somebody_elses_passkey",
    "mfa_reauthenticate_webauthn": "one's own passkeys",
    "mfa_login_webauthn": "asks who somebody is",
    "avatar": "public: the published file of whoever has this random id, see test_what_is_public_is_what_was_published",
    "account_login": "asks who somebody is",
    "account_logout": "ends a session",
    "account_inactive": "one sentence",
    "account_signup": "closed, see test_nobody_signs_up_and_nobody_changes_their_address",
    "account_reauthenticate": "asks for one's own password again",
    "account_email": "closed: an address is the organisation's word",
    "account_email_verification_sent": "one sentence",
    "account_change_password": "one's own password",
    "account_set_password": "one's own password",
    "account_reset_password": "a link by e-mail; says the same for every address",
    "account_confirm_login_code": "no codes by e-mail are sent: leads to the sign-in",
    "account_confirm_email": "a key that was sent by e-mail",
    "account_reset_password_from_key_done": "one sentence",
    "account_reset_password_from_key": "a key that was sent by e-mail",
    "account_reset_password_done": "one sentence",
}
OPERATOR = "admin:"  # Django's own site: for the operator of the installation, who belongs to no organisation
