"""Face image quality by component, under the names of ISO/IEC 29794-5, each with advice that a person can act on."""
