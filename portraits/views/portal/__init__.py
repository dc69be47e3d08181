"""What an employee sees: their own portrait and what to do about it."""
