"""What happens when things break, change under a reader, or are made to harm."""
