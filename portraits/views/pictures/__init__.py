"""Private pictures: each checked against who asks, whole or as a thumbnail."""
