"""Training the hints that a picture is no photograph: labels, filters, damages, fitting, figures. What the hints are worth, and
where they fail, is in docs/photographs.md.

Only `manage.py train_photograph` needs it; the hints themselves are in quality.photograph.
"""
