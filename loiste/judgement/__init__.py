"""What we make of the metrics: health, segments, tiers and alerts, each with its reasons."""
