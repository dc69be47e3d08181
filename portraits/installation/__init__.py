"""Where an installation keeps things and how it passes them on: folder, bucket, broker, log."""
