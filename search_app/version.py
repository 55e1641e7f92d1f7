"""The version that the API names."""

VERSION = "0.1.0"
