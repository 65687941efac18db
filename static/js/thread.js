// A conversation without reloading: new messages arrive, one's own leave, drafts stay.
// Without script, or when it fails, the page and its form work by themselves.
(() => {
  const log = document.querySelector("[data-live]");
  if (!log) return;
  const { draft } = log.dataset;
  const RETRY = [2, 5, 10, 20, 30]; // seconds, the last one again and again

  const newest = () => [...log.querySelectorAll("[data-message]")].at(-1)?.dataset.message ?? "";
  const atTheEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 200;

  // --- What arrives ---------------------------------------------------------------
  let asked = ""; // the newest message when the server was asked
  const stream = live.poll(
    log.dataset,
    () => {
      asked = newest();
      return `${log.dataset.live}?apres=${asked}${live.visible() ? "&vu=1" : ""}`;
    },
    (answer, html) => show(answer, html, asked),
    (status) => { if (status === 401) say("out"); },
  );

  function show(answer, html, last) {
    const told = live.parsed(html).querySelector("[data-news]");
    if (!told) return;
    const follow = atTheEnd();
    forget(told, last);
    const fresh = append(told);
    stream.took(answer);
    if (fresh) stream.quicken();
    if (fresh && follow) log.lastElementChild.scrollIntoView({ block: "center" });
    live.showUnread(told);
    const advised = document.querySelector("main [data-advice]");
    for (const one of [...told.querySelectorAll("[data-advice] > *")]) {
      if (![...advised.children].some((said) => said.className === one.className)) advised.append(one);
    }
    return told;
  }

  // Of what was shown up to `last`, takes away what nobody shows any more.
  function forget(told, last) {
    const shown = [...log.querySelectorAll("[data-message]")];
    const end = shown.findIndex((one) => one.dataset.message === last);
    const there = new Set(told.querySelector("[data-earlier]").dataset.earlier.split(" "));
    told.querySelectorAll("[data-message]").forEach((one) => there.add(one.dataset.message));
    const start = shown.findIndex((one) => there.has(one.dataset.message));
    if (start < 0) return;
    shown.slice(start, end + 1).forEach((one) => { if (!there.has(one.dataset.message)) one.remove(); });
    for (const changed of told.querySelectorAll("[data-earlier] > li")) update(document.getElementById(changed.id), changed);
  }

  // What was deleted is drawn anew; otherwise only the state may have changed.
  function update(known, told) {
    if (!known) return;
    if (told.matches("[data-deleted]")) {
      if (!known.matches("[data-deleted]")) known.replaceWith(told.cloneNode(true));
      return;
    }
    const [before, after] = [known, told].map((one) => one.querySelector("[data-state]"));
    if (before?.textContent === after?.textContent) return;
    before?.remove();
    if (after) known.append(after.cloneNode(true));
  }

  // Adds what is new; what is known is updated, and what was let through moves to the end.
  function append(told) {
    let day, fresh = false;
    for (const item of [...told.querySelectorAll("ol > li")]) {
      const known = item.id && document.getElementById(item.id);
      if (item.matches(".day")) day = item;
      else if (known) {
        const released = known.querySelector(".waits") && !item.querySelector(".waits");
        update(known, item);
        if (released) log.append(known);
        day = undefined;
      } else {
        if (day) log.append(day);
        log.append(item);
        fresh = true;
        day = undefined;
      }
    }
    return fresh;
  }

  // --- What is being written ------------------------------------------------------
  const form = () => document.querySelector("[data-send]");
  const area = () => form()?.elements.body;
  const kept = {
    read: () => { try { return JSON.parse(localStorage.getItem(draft)); } catch { return null; } },
    write: (text, key) => {
      try {
        if (text.trim()) localStorage.setItem(draft, JSON.stringify({ text, key }));
        else localStorage.removeItem(draft);
      } catch { /* private browsing, or full */ }
    },
  };

  document.addEventListener("input", (event) => {
    if (event.target === area()) kept.write(area().value);
  });
  document.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !form()?.contains(event.target)) return;
    form().querySelector("[data-chosen]").textContent = event.target.files.length ? ` (${event.target.files.length})` : "";
  });

  const left = kept.read();
  if (left && area() && !area().value) {
    area().value = left.text;
    // It had been on its way: under the same key it is stored once.
    if (left.key) form().elements.idempotency_key.value = left.key;
  }

  // --- What leaves ----------------------------------------------------------------
  let leaving = null, tries = 0, again;

  function say(word) {
    form()?.querySelectorAll("[data-say]").forEach((one) => { one.hidden = one.dataset.say !== word; });
  }

  // Read-only, not disabled: the keyboard and the reader stay where they are.
  function lock(on) {
    area().readOnly = on;
    form().querySelector("[type=submit]").setAttribute("aria-disabled", String(on));
  }

  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    if (leaving) return;
    leaving = new FormData(form());
    leaving.set("apres", newest());
    kept.write(area().value, form().elements.idempotency_key.value);
    tries = 0;
    lock(true);
    say("busy");
    send();
  });

  async function send() {
    clearTimeout(again);
    let answer;
    try {
      answer = await fetch(form().dataset.send, { method: "POST", body: leaving });
    } catch {
      return retry(0, navigator.onLine ? "later" : "offline");
    }
    if (answer.status === 429 || answer.status >= 500) return retry(live.seconds(answer), "later");
    const html = await answer.text().catch(() => null);
    if (html === null) return retry(0, "offline");
    const entered = leaving;
    leaving = null;
    lock(false);
    if (answer.status === 201) arrived(answer, html, entered);
    else if (answer.status === 422) correct(html, entered);
    else say(answer.status === 401 ? "out" : "refused");
  }

  function retry(pause, word) {
    say(word);
    const next = RETRY[Math.min(tries, RETRY.length - 1)];
    tries += 1;
    again = setTimeout(send, Math.max(next, pause) * 1000);
  }
  addEventListener("online", () => { if (leaving && again) send(); });

  function arrived(answer, html, entered) {
    kept.write("");
    say("");
    const told = show(answer, html, entered.get("apres"));
    const now = form();
    now.elements.body.value = "";
    now.elements.body.removeAttribute("aria-invalid");
    now.elements.photos.value = "";
    now.elements.idempotency_key.value = told.dataset.key;
    now.querySelector("[data-chosen]").textContent = "";
    now.querySelector(".attach").open = false;
    now.querySelectorAll("[data-kept], .errs").forEach((one) => one.remove());
    log.lastElementChild.scrollIntoView({ block: "center" });
    stream.quicken();
    area().focus();
  }

  // The form comes back with what is wrong with it, and with its words.
  function correct(html, entered) {
    const corrected = live.parsed(html).querySelector("[data-send]");
    if (!corrected) return say("refused");
    form().replaceWith(corrected);
    kept.write(entered.get("body"));
    area().focus();
  }

  stream.start();
})();
