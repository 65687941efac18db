// GraphiQL on the site's own API, recognising who is signed in to the site.
(() => {
  const place = document.getElementById("graphiql");
  // Read for each request: signing in, in another tab, changes it.
  const token = () => {
    const start = `${place.dataset.csrfCookie}=`;
    const found = document.cookie.split("; ").find((cookie) => cookie.startsWith(start));
    return found ? found.slice(start.length) : "";
  };
  const ask = (url, options) =>
    fetch(url, { ...options, headers: { ...options.headers, "X-CSRFToken": token() } });
  const fetcher = GraphiQL.createFetcher({
    url: place.dataset.url,
    fetch: ask,
    enableIncrementalDelivery: false,
  });
  const defaultQuery = `# Ctrl + Entrée exécute, Ctrl + Espace propose.
{
  listings(kind: OFFER, first: 3) {
    edges { node { title commune { name } } }
  }
}
`;
  const view = React.createElement(GraphiQL, { fetcher, defaultQuery });
  ReactDOM.createRoot(place).render(view);
})();
