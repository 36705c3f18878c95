"""A guard of few words, for tests that change what they are about."""

from unsponsor.guard import Guard

SMALL_GUARD = Guard(
    content=["main"],
    title="h1",
    largest_share=0.5,
    always_allowed=20,
    paragraphs=3,
    own_links=60,
    like_entries=2,
    smallest_ad=30,
    logos=["logo"],
    caption=40,
    unseen=".sr-only",
    off_screen="left:-[0-9]{4,}px",
    wrappers=["div", "section"],
    kept_wrappers="#app, .kept",
    levels=3,
    hydrated=["#next"],
)
