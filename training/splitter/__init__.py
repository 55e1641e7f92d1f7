"""How the splitter's weights are learned from annotated pages (docs/splitting.md)."""
