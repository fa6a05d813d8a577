"""Money that is neither a sale nor a cost, in a line: loans, grants, her own, bank, wallet, refunds."""
