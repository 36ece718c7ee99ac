"""Apps that show web pages in a window of their own and lose what is stored there.

The same names stand in static/js/floor/engine.js, which also looks for what such apps put into
pages.
"""

# UC, Quark and QQ Browser are browsers; ` QQ/` alone is the chat app.
IN_APPS = (
    "MicroMessenger", "wxwork", "AlipayClient", "DingTalk", " QQ/", "Weibo", "aweme", "NewsArticle",
)  # fmt: skip


def in_app(user_agent: str) -> bool:
    """Tell whether a page is asked for from the window of another app."""
    return any(name in user_agent for name in IN_APPS)
