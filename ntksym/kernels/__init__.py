"""The arc-cosine kernels and the NTK recursion: values at exact points and power series."""
