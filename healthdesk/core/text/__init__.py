"""Text files of any origin: packed or not, in any encoding, with any line ends."""
