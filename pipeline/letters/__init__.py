"""Letters: what they say (compose), how they look (template), how they are issued (issue)."""
