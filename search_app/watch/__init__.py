"""What operators see: probes, metrics, and a log line for each request."""
