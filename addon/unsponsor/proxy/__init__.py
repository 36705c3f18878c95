"""All that knows mitmproxy."""
