"""Reports on paper: pages set by typst, and what the formats of reports share."""
