"""Requests to the cluster, and retries."""
