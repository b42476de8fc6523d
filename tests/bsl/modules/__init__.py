"""Tests that run the modules of package/1c."""
