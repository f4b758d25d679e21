"""The grid of a dashboard: frames of widgets, the gestures that lay them out, the gallery."""
