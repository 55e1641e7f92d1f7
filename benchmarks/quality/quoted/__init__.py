"""The yardstick of quotations: annotated stories, and how they are scored."""
