// The inbox without reloading: a new message moves its row up. What is typed in the search
// stays, for only the list is replaced; the address keeps the filter and the page.
(() => {
  const box = document.querySelector("[data-live]");
  if (!box) return;
  const stream = live.poll(box.dataset, () => box.dataset.live + location.search, show);

  function show(answer, html) {
    const told = live.parsed(html).querySelector("[data-news]");
    if (!told) return;
    const focused = box.contains(document.activeElement) && document.activeElement.getAttribute("href");
    box.replaceChildren(told);
    if (focused) focusAgain(focused);
    stream.took(answer);
    stream.quicken();
    live.showUnread(told);
  }

  function focusAgain(address) {
    const same = [...box.querySelectorAll("a")].find((link) => link.getAttribute("href") === address);
    (same ?? box).focus({ preventScroll: true });
  }

  live.showUnread(box.querySelector("[data-news]"));
  stream.start();
})();
