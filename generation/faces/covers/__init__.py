"""Training of the two models that tell a covered mouth and closed eyes (quality.seen): drawn covers, examples, figures."""
