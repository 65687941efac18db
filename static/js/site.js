// « Plus lisible »: the choice stays in this browser. Without script, no button.
(() => {
  const page = document.documentElement;
  const kept = {
    read: () => { try { return localStorage.getItem("legible") === "1"; } catch { return false; } },
    write: (on) => { try { localStorage.setItem("legible", on ? "1" : "0"); } catch { /* private browsing */ } },
  };
  const show = (on) => {
    page.toggleAttribute("data-legible", on);
    document.querySelectorAll("[data-legible-switch]").forEach((button) => {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(on));
    });
  };

  show(kept.read());
  document.addEventListener("DOMContentLoaded", () => show(kept.read()));
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-legible-switch]")) return;
    const on = !page.hasAttribute("data-legible");
    kept.write(on);
    show(on);
  });

  // Whoever signs out leaves nothing half-written behind.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches('[action$="/logout/"]')) return;
    try { Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => localStorage.removeItem(key)); } catch { /* private browsing */ }
  });

  // An answer that takes nobody away from the page, nor from what they are writing.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-stay]")) return;
    event.preventDefault();
    const sent = { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "XMLHttpRequest" }, redirect: "manual" };
    const answer = await fetch(form.action, sent).catch(() => null);
    if (answer?.status !== 204) { form.submit(); return; }
    const box = form.closest("section");
    const said = document.createElement("p");
    said.textContent = form.dataset.stay;
    said.tabIndex = -1;
    box.querySelector(".wrap").replaceChildren(said);
    said.focus();
  });

  // A menu closes with Escape, or when the reader goes elsewhere.
  const menus = () => document.querySelectorAll(".top details[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
})();
