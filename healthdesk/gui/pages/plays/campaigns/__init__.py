"""Campaigns: one message of a kind to the people of a segment, each with words of their own."""
