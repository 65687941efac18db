// Notifications on this device: asked for by a click, ended by another.
(() => {
  const box = document.querySelector("[data-push]");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const { key, worker, stop, told } = box.dataset;
  const part = (name) => box.querySelector(`[data-push-${name}]`);
  const scope = new URL(".", new URL(worker, location)).pathname;

  function show(name) {
    box.hidden = false;
    ["on", "told", "denied", "failed"].forEach((one) => { part(one).hidden = one !== name; });
    if (name === "failed") part("on").hidden = false;
  }

  function post(address, fields) {
    const body = new FormData(box);
    Object.entries(fields).forEach(([name, value]) => body.set(name, value));
    return fetch(address, { method: "POST", body });
  }

  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

  async function current() {
    const registration = await navigator.serviceWorker.getRegistration(scope);
    return registration?.pushManager.getSubscription();
  }

  async function start() {
    if (await Notification.requestPermission() !== "granted") return show("denied");
    await navigator.serviceWorker.register(worker);
    const { pushManager } = await navigator.serviceWorker.ready;
    await (await pushManager.getSubscription())?.unsubscribe(); // perhaps of an older key
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const { endpoint, keys } = made.toJSON();
    const answer = await post(box.action, { endpoint, ...keys });
    if (!answer.ok) throw new Error(answer.status);
    show("told");
    part("told").focus();
  }

  async function end() {
    const made = await current();
    if (made) {
      await post(stop, { endpoint: made.endpoint });
      await made.unsubscribe();
    }
    show("on");
    part("on").focus();
  }

  part("on").addEventListener("click", () => start().catch(() => show("failed")));
  part("off").addEventListener("click", () => end().catch(() => show("failed")));
  current().then((made) => {
    if (Notification.permission === "denied") show("denied");
    else show(made && told === "True" ? "told" : "on");
  }).catch(() => {});
})();
