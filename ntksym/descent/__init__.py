"""Training in the kernel regime: certified residual curves, generalization, widths, and what a real network does."""
