"""The rules asked about what is shown, and what follows when they change."""
