"""The page Outbox: messages that wait to be read, finished and sent by a person."""
