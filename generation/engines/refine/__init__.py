"""The embedded engine: a real photo, refined by slowly varying light. No pixel of skin is ever blurred or invented."""
