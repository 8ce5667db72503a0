"""What the papers' theorems guarantee for a data set: one module a paper, one object a theorem."""
