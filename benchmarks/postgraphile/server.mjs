// node server.mjs PORT WORKERS CONNECTIONS: PostGraphile over DATABASE_URL.
import cluster from "node:cluster";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

import pg from "pg";
import { grafserv } from "postgraphile/grafserv/node";
import { makePgService } from "postgraphile/adaptors/pg";
import { postgraphile } from "postgraphile";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const [port, workers, connections] = process.argv.slice(2).map(Number);
const connectionString = process.env.DATABASE_URL;

// Node 20 has none; PostGraphile expects 22.
Promise.withResolvers ??= () => {
  const made = {};
  made.promise = new Promise((...ends) => ([made.resolve, made.reject] = ends));
  return made;
};

async function prepare() {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const text = await readFile(new URL("functions.sql", import.meta.url), "utf8");
  await client.query(text);
  await client.end();
}

async function serve() {
  const preset = {
    extends: [PostGraphileAmberPreset],
    pgServices: [
      makePgService({
        connectionString,
        schemas: ["public", "bench_postgraphile"],
        poolConfig: { max: connections },
      }),
    ],
    grafserv: { port, watch: false, graphiql: false, graphqlPath: "/graphql" },
    grafast: { explain: false },
  };
  const service = postgraphile(preset).createServ(grafserv);
  const server = createServer();
  await service.addTo(server);
  server.listen(port, "127.0.0.1");
}

if (cluster.isPrimary) {
  await prepare();
  for (let number = 0; number < workers; number += 1) cluster.fork();
  process.on("SIGTERM", () => {
    for (const worker of Object.values(cluster.workers)) worker.kill();
    process.exit(0);
  });
} else {
  await serve();
}
