"""ntksym: certified explicit constants for the spectrum of the neural tangent kernel."""

__version__ = "0.1.0"
