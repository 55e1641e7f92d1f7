"""Annotated pages: those that reading is made with, and those that measure it."""

from corpus.pages import HELD_OUT, TRAIN, AnnotatedPage, collections, load

__all__ = ["HELD_OUT", "TRAIN", "AnnotatedPage", "collections", "load"]
