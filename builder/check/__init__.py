"""Checks: findings on what people wrote, and reports of them."""
