"""Charts of reports as drawings: from what is shown to SVG, without a screen."""
