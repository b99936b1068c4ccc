"""Arithmetic of service levels: pure, exact, usable by itself."""
