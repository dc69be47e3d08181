"""What a person agreed to, asked by everything that would use a picture of them."""
