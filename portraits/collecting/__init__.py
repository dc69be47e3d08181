"""Real photos come in: taken in as files, measured, encoded, known again."""
