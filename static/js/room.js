// The moderators' room: keys, words of the chosen reason, who else looks at the case.
(() => {
  const room = document.querySelector("[data-room]");
  if (!room) return;
  const LOOK_EVERY = 30_000;

  const typing = (target) => target.closest("textarea, select, [contenteditable]")
    || target.matches("input:not([type=checkbox]):not([type=radio])");

  // --- Keys ---
  const links = () => [...room.querySelectorAll("a[data-case]")];
  const step = (by) => {
    const all = links();
    const at = all.findIndex((link) => link.closest(".dossier").contains(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
    all[next]?.focus();
  };
  const go = (address) => { if (address) window.location.assign(address); };
  const onQueue = {
    j: () => step(1),
    k: () => step(-1),
    x: () => document.activeElement.closest?.(".dossier")?.querySelector("input[type=checkbox]")?.click(),
  };
  const onCase = { j: () => go(room.dataset.later), k: () => go(room.dataset.earlier) };
  const help = () => {
    const keys = room.querySelector("[data-keys-help]");
    if (!keys) return;
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  };
  const choose = (digit) => {
    const decision = room.querySelector(`[data-digit="${digit}"]`);
    if (!decision) return false;
    decision.open = true;
    (decision.querySelector("button") || decision.querySelector("summary")).focus();
    return true;
  };
  const act = (key) => {
    if (key === "?") { help(); return true; }
    if (/^[1-9]$/.test(key)) return choose(key);
    const found = (room.dataset.room === "queue" ? onQueue : onCase)[key];
    found?.();
    return Boolean(found);
  };
  // Before Wagtail, whose own « ? » would open another list of keys.
  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const ours = event.type === "keydown" ? act(event.key) : event.key === "?";
    if (!ours) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", listen, true);
  window.addEventListener("keypress", listen, true);

  // --- The chosen reason brings its words, unless somebody wrote their own ---
  const plain = (text) => text.split(/\s+/).join(" ").trim();
  room.addEventListener("change", (event) => {
    const list = event.target.closest("[data-reasons]");
    if (!list) return;
    const { words, ground } = list.selectedOptions[0].dataset;
    const facts = list.form.elements.facts;
    const ready = [...list.options].map((option) => plain(option.dataset.words));
    if (facts.value.trim() && !ready.includes(plain(facts.value))) return;
    facts.value = words;
    list.form.elements.ground.value = ground;
  });

  // --- Who else looks at this case ---
  if (!room.dataset.look) return;
  const token = () => room.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const say = (place, words) => {
    place.hidden = !words;
    const inside = place.querySelector("span");
    if (inside.textContent !== words) inside.textContent = words;
  };
  const look = async () => {
    if (document.hidden || !token()) return;
    try {
      const answer = await fetch(room.dataset.look, {
        method: "POST",
        headers: { "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" },
      });
      if (!answer.ok) return;
      const { looking, decided } = await answer.json();
      say(room.querySelector("[data-looking]"), looking);
      say(room.querySelector("[data-decided]"), decided);
    } catch { /* the network is away: the next time will tell */ }
  };
  window.setInterval(look, LOOK_EVERY);
  document.addEventListener("visibilitychange", look);
})();
