"""The kinds of reports, a file each: a SPEC and a function `build`. catalogue.py lists them."""
