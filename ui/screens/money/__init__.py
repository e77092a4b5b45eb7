"""Money: totals, the lines that explain every cent, the totals of ClubOS, the treasurer's sign-off."""
