"""The tab Backtest of the health model: what the score would have told, in full."""
