"""What one picture shows of the things that change on a person, and what changed between two: numbers, kept and compared."""
