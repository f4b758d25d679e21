"""The tour: a few steps through the real window, each beside the control that it speaks of."""
