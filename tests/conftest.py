"""What all tests share."""

from hypothesis import settings

# How long an example takes is measured in benchmarks/, never asserted: machines differ.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
