"""The plain engine: reads every article for every question.

Slow and obvious. It says what the right answer is where a fast engine could be wrong.
"""
