"""Nothing kept longer than needed, nothing kept unsealed."""
