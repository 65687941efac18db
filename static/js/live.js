// Asking the server what is new: at ease when nothing comes, seldom in a tab that nobody
// sees, at once when somebody comes back. Read by thread.js and inbox.js, which load after.
const live = (() => {
  const visible = () => document.visibilityState === "visible";
  const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
  const seconds = (answer) => Number(answer.headers.get("Retry-After")) || 0;

  // Asks `address()` at the pace of `data`; `show(answer, html)` when something is new,
  // `gone(status)` when there is nothing more to ask.
  function poll({ fastest, slowest, hidden, forgotten, etag = "" }, address, show, gone = () => {}) {
    const atBest = Number(fastest) / 1.2;
    let wait = Number(fastest), timer, asking = false, over = false, looked = Date.now();

    async function ask() {
      if (asking || over) return;
      clearTimeout(timer);
      asking = true;
      let pause = 0;
      try {
        const answer = await fetch(address(), {
          headers: etag ? { "If-None-Match": etag } : {},
          cache: "no-store",
          signal: AbortSignal.timeout(20_000),
        });
        pause = seconds(answer);
        if (answer.status === 200) show(answer, await answer.text());
        over = answer.status === 401 || answer.status === 404;
        if (over) gone(answer.status);
      } catch { /* no network: the next question will tell */ }
      asking = false;
      plan(pause);
    }

    function plan(pause) {
      if (over || (!visible() && Date.now() - looked > forgotten * 1000)) return;
      wait = Math.min(wait * 1.2, Number(visible() ? slowest : hidden));
      // Spread, so that tabs opened by the same event do not ask together.
      timer = setTimeout(ask, Math.max(wait, pause) * (900 + Math.random() * 200));
    }

    function hurry() {
      wait = atBest;
      looked = Date.now();
      clearTimeout(timer);
      ask();
    }

    document.addEventListener("visibilitychange", () => { if (visible()) hurry(); });
    addEventListener("online", hurry);
    addEventListener("pageshow", (event) => { if (event.persisted) hurry(); });
    return {
      start: () => plan(0),
      quicken: () => { wait = atBest; },
      took: (answer) => { etag = answer.headers.get("ETag") ?? ""; },
    };
  }

  // How many messages wait, in the title of the tab and in the header.
  const title = document.title;
  function showUnread(told) {
    const count = Number(told.dataset.count);
    document.title = count ? `(${count}) ${title}` : title;
    const badge = told.querySelector("[data-badge]");
    document.querySelectorAll("[data-unread]").forEach((place) => {
      if (place.textContent !== badge.textContent) place.replaceChildren(...badge.cloneNode(true).childNodes);
    });
  }

  return { parsed, poll, seconds, showUnread, visible };
})();
