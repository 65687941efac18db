/* Run the audit of GraphQL over HTTP on a server; print each check and its status. */
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2] });
const checks = results.map(({ id, name, status, reason }) => ({ id, name, status, reason }));
console.log(JSON.stringify(checks));
