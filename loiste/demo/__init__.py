"""The demo company: a made-up Finnish web-shop platform and three years of its customers, from one seed."""
