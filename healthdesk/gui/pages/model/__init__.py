"""The health model: weights under the finger, what they would do, drafts and versions."""
