"""Dashboards: boards of widgets as tabs, laid out by hand, narrowed by pressing."""
