"""Tools for whoever develops the product."""
