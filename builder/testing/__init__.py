"""For tests of ours and of others: documents, a listening ear, contracts."""
