"""The page Reports: options, what they are kept for, pages as they will print, ways out."""
