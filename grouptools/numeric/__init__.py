"""Numbers in bulk, each the float nearest to the exact one or within a stated bound of it."""
