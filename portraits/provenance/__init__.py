"""What a file says of itself, and how it says it: source type, XMP, Content Credentials, visible label, fingerprint."""
