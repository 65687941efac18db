// A form that a passkey fills: `data-passkey` says whether one is made or used. What the
// server asks is in the page, or at `data-passkey-options`.
(() => {
  const bytes = (text) => Uint8Array.from(
    atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0),
  );
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const asked = async (form) => {
    const place = form.dataset.passkeyOptions;
    if (!place) return JSON.parse(document.getElementById("passkey-options").textContent);
    const answer = await fetch(place, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return answer.json();
  };

  // Always a key that this device keeps and guards: it can then replace the password.
  const create = ({ creation_options: { publicKey } }) => navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required", requireResidentKey: true, userVerification: "required",
      },
    },
  });
  const get = ({ request_options: { publicKey } }) => navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });

  const told = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: text(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const show = (name, on) => {
      const words = form.querySelector(`[data-passkey-${name}]`);
      if (words) words.hidden = !on;
    };
    if (!window.PublicKeyCredential) show("unknown", true);
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      show("failed", false);
      try {
        const make = form.dataset.passkey === "create" ? create : get;
        form.elements.credential.value = told(await make(await asked(form)));
        form.submit();
      } catch {
        show("failed", true);
      }
    });
  });
})();
