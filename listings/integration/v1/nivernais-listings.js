/* <nivernais-listings commune="58194" kind="need" limit="5">: the listings of Nièvre
   Solutions Solidaires on another site. Nothing of the visitor is read or sent.

   Attributes, all optional: commune (INSEE code), kind (need, offer), category (slug),
   within-km (5, 10, 25, 50, 100), limit (1 to 20), heading, heading-level (2 to 6).
   Colours: --nivernais-ground, -ink, -muted, -line, -link, -need, -offer; light or dark
   as the `color-scheme` of the page around. Parts: box, heading, status, list, item,
   tag, link, meta, footer, more. */
(() => {
  "use strict";
  const script = document.currentScript || document.querySelector("script[src*='/nivernais-listings.js']");
  if (!script || customElements.get("nivernais-listings")) return;

  const SITE = new URL("../../", script.src); // from integration/v1/
  const PATIENCE = 10000; // milliseconds
  const HEADINGS = { need: "Besoins d’aide", offer: "Offres d’aide", "": "Annonces d’entraide" };
  const RESERVED = " pour le moment. Certains besoins ne s’ouvrent qu’aux personnes inscrites : un voisin attend peut-être votre coup de main.";
  const EMPTY = {
    need: `Aucun besoin n’est visible de tous${RESERVED}`,
    offer: "Aucune offre pour le moment. Et si la vôtre était la première ?",
    "": `Aucune annonce n’est visible de tous${RESERVED}`,
  };
  const WAITING = "Chargement des annonces…";
  const FAILED = "Les annonces ne s’affichent pas pour le moment. Vous pouvez les lire sur le site.";
  const WRONG = "Cet encadré n’est pas bien réglé : ";
  const MORE = "Voir toutes les annonces sur Nièvre Solutions Solidaires";
  const DAY = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long", timeZone: "Europe/Paris" });

  const COLOURS = {
    ground: ["#fff", "#0b1233"],
    ink: ["#141b38", "#eef2ff"],
    muted: ["#4a5272", "#b6c1e6"],
    line: ["#c9d3e8", "#2e3b78"],
    link: ["#2145b5", "#a9c0ff"],
    need: ["#16225f", "#8ea8ff"],
    offer: ["#eda938", "#eda938"],
  };
  const both = CSS.supports("color", "light-dark(#fff, #000)");
  const colour = ([name, [light, dark]]) =>
    `--${name}: var(--nivernais-${name}, ${both ? `light-dark(${light}, ${dark})` : light});`;
  const STYLE = `
    :host { display: block; ${Object.entries(COLOURS).map(colour).join("")} }
    :host([hidden]), ul:empty { display: none; }
    section { padding: 1.25em; background: var(--ground); color: var(--ink); line-height: 1.5; overflow-wrap: anywhere; }
    .heading, p, ul { margin: 0; padding: 0; }
    .heading { margin-bottom: .6em; font-size: 1.4em; font-weight: 800; line-height: 1.2; }
    ul { border-top: 2px solid; list-style: none; }
    li { padding: .7em 0; border-bottom: 1px solid var(--line); }
    .tag { display: flex; gap: .45em; align-items: center; font-size: .9em; font-weight: 700; }
    .tag::before { flex: none; width: 1.3em; height: .65em; content: ""; }
    .need::before { border-radius: 9em 9em 0 0; background: var(--need); }
    .offer::before { border-radius: 0 0 9em 9em; background: var(--offer); }
    .meta { color: var(--muted); font-size: .9em; }
    a { display: inline-block; padding: .25em 0; color: var(--link); font-weight: 700; text-underline-offset: .18em; }
    .link { font-size: 1.1em; }
    a:hover { text-decoration-thickness: 2px; }
    a:focus-visible { border-radius: 3px; outline: 3px solid var(--link); outline-offset: 2px; }
    .footer { margin-top: .7em; }
    @media (forced-colors: active) { section, .tag::before { border: 1px solid; } }`;

  class Mistake extends Error {}

  /** Return what the attributes ask; throw a Mistake that says what to correct. */
  const asked = (element) => {
    const read = (name, pattern, expected) => {
      const given = (element.getAttribute(name) || "").trim();
      if (given && !pattern.test(given)) throw new Mistake(`« ${name} » attend ${expected}.`);
      return given;
    };
    const wanted = {
      kind: read("kind", /^(need|offer)$/, "« need » ou « offer »"),
      commune: read("commune", /^58\d{3}$/, "le code Insee d’une commune de la Nièvre, comme 58194"),
      category: read("category", /^[a-z0-9-]+$/, "le nom court d’une catégorie, comme jardin-bois"),
      km: Number(read("within-km", /^(5|10|25|50|100)$/, "5, 10, 25, 50 ou 100")),
      limit: Number(read("limit", /^([1-9]|1\d|20)$/, "un nombre de 1 à 20") || 5),
      level: Number(read("heading-level", /^[2-6]$/, "un nombre de 2 à 6") || 2),
    };
    if (wanted.km && !wanted.commune) throw new Mistake("« within-km » demande aussi « commune ».");
    return wanted;
  };

  /** An address without anything of the visitor: the same question has the same answer. */
  const question = ({ kind, commune, category, km, limit }) => {
    const variables = { first: limit };
    if (kind) variables.kind = kind.toUpperCase();
    if (category) variables.category = category;
    if (commune) Object.assign(variables, { commune, place: btoa(`Commune:${commune}`), named: true });
    if (km) variables.withinKm = km;
    const url = new URL("graphql/", SITE);
    url.search = new URLSearchParams({ documentId: "latest-listings", variables: JSON.stringify(variables) });
    return url;
  };

  const answer = async (wanted, signal) => {
    const response = await fetch(question(wanted), { credentials: "omit", signal });
    const { data, errors } = await response.json();
    if (!errors) return data;
    const { message, extensions } = errors[0];
    throw new (extensions.code === "BAD_USER_INPUT" ? Mistake : Error)(message);
  };

  /** The page of the site that lists the same, and more. */
  const sitePage = ({ kind, category, km }, place) => {
    const url = new URL("annonces/", SITE);
    const choices = { kind, category, commune: place, within_km: place && km };
    Object.keys(choices).forEach((name) => choices[name] && url.searchParams.set(name, choices[name]));
    return url.href;
  };

  /** Words are only ever text: nothing that a resident wrote becomes markup. */
  const make = (tag, part, text = "") => {
    const made = document.createElement(tag);
    made.setAttribute("part", part);
    made.className = part;
    made.textContent = text;
    return made;
  };

  const link = (part, text, address) => {
    const made = make("a", part, text);
    if (/^https?:/.test(address)) made.href = address;
    return made;
  };

  const item = (listing) => {
    const kind = listing.kind.toLowerCase();
    const tag = make("p", "tag", `${kind === "need" ? "Cherche" : "Propose"} · ${listing.category.shortName}`);
    tag.classList.add(kind);
    const facts = [listing.commune.name, listing.price.label, DAY.format(new Date(listing.createdAt))];
    if (listing.urgent) facts.unshift("Urgent");
    const made = make("li", "item");
    made.append(tag, link("link", listing.title, listing.url), make("p", "meta", facts.join(" · ")));
    return made;
  };

  const dress = (root) => {
    try { // the content policy of the page around does not refuse this
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(make("style", "", STYLE));
    }
  };

  class NivernaisListings extends HTMLElement {
    static get observedAttributes() {
      return ["commune", "kind", "category", "within-km", "limit", "heading", "heading-level"];
    }

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      dress(root);
      this.box = make("section", "box");
      this.box.setAttribute("aria-labelledby", "heading");
      this.said = make("p", "status");
      this.said.setAttribute("role", "status");
      this.list = make("ul", "list");
      this.list.setAttribute("role", "list"); // Safari forgets it without bullets
      this.footer = make("p", "footer");
      this.box.append(make("h2", "heading"), this.said, this.list, this.footer);
      root.append(this.box);
    }

    connectedCallback() { this.refresh(); }

    attributeChangedCallback() { this.refresh(); }

    disconnectedCallback() { if (this.running) this.running.abort(); }

    /** Several attributes changed at once ask one question. */
    refresh() {
      if (this.due) return;
      this.due = true;
      queueMicrotask(() => {
        this.due = false;
        if (this.isConnected) this.load();
      });
    }

    async load() {
      if (this.running) this.running.abort();
      const running = this.running = new AbortController();
      const late = setTimeout(() => running.abort(), PATIENCE);
      const show = (...shown) => this.running === running && this.show(...shown);
      let wanted = { kind: "", level: 2 };
      try {
        wanted = asked(this);
        show(true, wanted, WAITING);
        const { listings: { edges }, place } = await answer(wanted, running.signal);
        show(false, wanted, edges.length ? "" : EMPTY[wanted.kind], place ? place.name : "", edges);
      } catch (error) {
        show(false, wanted, error instanceof Mistake ? WRONG + error.message : FAILED);
      }
      clearTimeout(late);
    }

    show(busy, wanted, said, place = "", edges = []) {
      const where = place && (wanted.km ? ` à moins de ${wanted.km} km de ${place}` : ` à ${place}`);
      const words = this.getAttribute("heading") || HEADINGS[wanted.kind] + where;
      const heading = make(`h${wanted.level}`, "heading", words);
      heading.id = "heading";
      this.box.firstChild.replaceWith(heading);
      this.box.setAttribute("aria-busy", busy);
      this.said.textContent = said;
      this.list.replaceChildren(...edges.map((edge) => item(edge.node)));
      this.footer.replaceChildren(link("more", MORE, sitePage(wanted, place)));
    }
  }

  customElements.define("nivernais-listings", NivernaisListings);
})();
