"""What nobody sends by accident: for every field of every form, and for every id in every address."""

from hypothesis import strategies as st

HOSTILE = [
    "", " ", "\x00", "a\x00b", "-1", "0", "99999999999999999999999", "1e400", "NaN", "-inf", "0x10", "true", "null", "[]",
    "{}", "[1]", "'", '"', "';--", "%s%n", "{{7*7}}", "${7*7}", "<script>alert(1)</script>", "../../etc/passwd",
    "\\..\\", "file:///", "http://[", "javascript:alert(1)", "\ud7ff\ue000", "\u202e\u200b", "🧑🏿‍🦱" * 40, "é" * 70_000,
    "a " * 3000, "9999-99-99", "0000-00-00", "2026-02-30", "10000-01-01", "\u0661\u0662", "A@B", "a@" + "b" * 300 + ".example",
    "{\"a\":" * 200, "\r\nSet-Cookie: a=b", "on", "yes", "no", "same", "other", "fine", "drifted", "studio", "allow",
]  # fmt: skip
FIELDS = [
    "why", "own", "note", "reasons", "placements", "still", "who", "decision", "agreed", "answer", "kind", "reason",
    "email", "seen", "effective_from", "until", "recipe", "taken_on", "picture", "rule_id", "id", "layer", "platform",
    "sector", "audience", "title", "clause", "confidence", "last_verified", "source", "placement", "polish_max",
    "jurisdictions", "csrfmiddlewaretoken", "page", "q", "from", "to", "freshness", "open", "w", "face", "next",
    "site", "privacy_contact", "second_step", "server_url", "client_id", "domains", "metadata_url", "secret", "admits",
]  # fmt: skip
IDS = [
    "-1", "0", "987654321", "9" * 40, "abc", "1.5", "1e3", "%00", "1%00", "..", "%2e%2e%2f", "\u0661", "1 or 1=1", "é" * 300,
    "9223372036854775808", "00000000-0000-0000-0000-000000000000", "f" * 32, "\u202e",
]  # fmt: skip
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
forms = st.dictionaries(st.sampled_from(FIELDS), st.one_of(texts, st.lists(texts, max_size=3)), max_size=8)
