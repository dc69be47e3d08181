"""The rule: where a portrait may be shown, since when, by whose word, and what has to be said beside it."""
