"""Better wording by the company's own language model, if it has one; off by default."""
