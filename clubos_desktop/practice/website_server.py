"""The club's public website: a few small pages, some for members only (wild-apricot-api.md section 7)."""

from clubos_desktop.practice.legacy import CLUB_NAME
from clubos_desktop.practice.wire import HTML, Answer, Request
from clubos_desktop.practice.world import World

ROBOTS = b"User-agent: *\nDisallow: /Sys/\nDisallow: /admin/\nDisallow: /search\nCrawl-delay: 1\n"

PAGES = {
    "/": ("Welcome", "<p>The club by the lake, since 1961.</p><p><a href='/page-18101'>About us</a></p>"),
    "/page-18101": (
        "About us",
        "<p>We hike, read, cook and talk.</p><img src='/resources/pictures/lake.png' alt='Lake'>",
    ),
    "/page-18102": ("Join us", "<p>Dues are 60 dollars a year. <a href='/page-18103'>Bylaws</a></p>"),
    "/page-18103": ("Bylaws", "<ol><li>Be kind.</li><li>Bring a chair.</li></ol>"),
    "/page-18104": ("Contact", "<p>office@lakeside.example</p><form action='/Sys/Send'></form>"),
    "/events": ("Events", "<p>See the calendar.</p><iframe src='https://calendar.example/lakeside'></iframe>"),
}
MEMBERS_ONLY = ("/page-18110", "/page-18111")


class WebsiteServer:
    """Answers with pages as the legacy system writes them."""

    def __init__(self, world: World) -> None:
        self.world = world

    def handle(self, request: Request) -> Answer:
        """Answer one request."""
        self.world.count("website", "page", request.method)
        if request.path == "/robots.txt":
            return Answer(200, ROBOTS, "text/plain; charset=utf-8")
        if request.path in MEMBERS_ONLY:
            where = ("Location", f"/Sys/Login?ReturnUrl={request.path.replace('/', '%2f')}")
            return Answer(302, b"", None, (where,))
        if request.path == "/Sys/Login":
            return Answer(200, _page("Log in", "<form method='post'><input name='email'></form>"), HTML)
        if request.path not in PAGES:
            return Answer(404, _page("Not found", "<p>There is no such page.</p>"), HTML)
        title, content = PAGES[request.path]
        return Answer(200, _page(title, content), HTML)


def _page(title: str, content: str) -> bytes:
    """A page with the menu and the content block."""
    menu = "".join(f"<li><a href='{path}'>{name}</a></li>" for path, (name, _) in PAGES.items())
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{CLUB_NAME} - {title}</title></head>"
        f"<body><ul class='menu'>{menu}</ul><div class='contentBox' id='id_{len(title)}'><h1>{title}</h1>{content}"
        f"</div><script>var visits = 1;</script></body></html>"
    ).encode()
