"""Years of check-ins of people who do not exist: how often a rule cries wolf, and how soon it sees a real change.

Pure. Day noise is larger than a year's ageing; part of every measure belongs to the portrait and does not average out;
people answer the question about themselves, and sometimes slip.
"""
