// graphql-ws under command. Arguments: URL and token.
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { obey, tell } from "./commands.mjs";

const [url, initialToken] = process.argv.slice(2);
let token = initialToken;
let socket;

const client = createClient({
  url,
  webSocketImpl: WebSocket,
  lazy: true,
  generateID: (request) => request.extensions.id,
  connectionParams: () => (token ? { Authorization: `Bearer ${token}` } : {}),
  // A server may take its time to stop and to come back.
  retryAttempts: Infinity,
  shouldRetry: () => true, // also when nobody listens there for a moment
  retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
  on: {
    connected: (connected) => { socket = connected; tell("connected"); },
    ping: (received, payload) => tell("ping", { received, payload }),
    pong: (received, payload) => tell("pong", { received, payload }),
    closed: ({ code, reason }) => tell("closed", { code, reason: reason?.toString() })
  }
});

obey(client, {
  token: (command) => { token = command.token; },
  ping: ({ payload }) => socket.send(JSON.stringify({ type: "ping", payload })),
  // What the client itself would never do: any text on its socket, and a bare socket that says nothing.
  send: ({ text }) => socket.send(text),
  connect: ({ protocols }) => new WebSocket(url, protocols).on("close", (code, reason) => tell("closed", { code, reason: reason.toString() }))
});
