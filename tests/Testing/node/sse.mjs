// graphql-sse, distinct connections, under command. Arguments: URL and token.
import { createClient } from "graphql-sse";
import { obey, tell } from "./commands.mjs";

const [url, initialToken] = process.argv.slice(2);
let token = initialToken;

const client = createClient({
  url,
  headers: () => (token ? { Authorization: `Bearer ${token}` } : {}),
  retryAttempts: Infinity,
  retry: () => new Promise((resolve) => setTimeout(resolve, 50)),
  fetchFn: async (...request) => {
    const response = await fetch(...request);
    tell("response", { status: response.status });
    return response;
  },
  on: { connected: (again) => tell("connected", { again }) }
});

obey(client, { token: (command) => { token = command.token; } });
