"""Error rates of a comparison and the thresholds that follow from them, worked out from pairs that an operator names.

Pure: pairs and distances in, figures out. Only the pairs given are compared; nobody is looked up among others.
"""
