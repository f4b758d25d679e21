"""Reports: what each kind says of a desk as a document; which kinds there are; how one is made."""
