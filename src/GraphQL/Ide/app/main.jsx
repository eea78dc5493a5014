import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const root = document.getElementById("graphiql");
const url = new URL(root.dataset.endpoint, location.origin);
const socketUrl = new URL(url);
socketUrl.protocol = url.protocol === "https:" ? "wss:" : "ws:";

// The headers editor's Authorization goes with HTTP requests as a header and with sockets in connection_init.
const fetcher = createGraphiQLFetcher({ url: url.href, subscriptionUrl: socketUrl.href });

createRoot(root).render(createElement(GraphiQL, {
  fetcher,
  isHeadersEditorEnabled: true,
  shouldPersistHeaders: false,
  defaultEditorToolsVisibility: "headers",
  defaultHeaders: JSON.stringify({ Authorization: "Bearer paste-your-token-here" }, null, 2),
  defaultQuery: `# Put your token into the Headers tab below, then press the round arrow on the left:
# the schema is loaded, with completion and documentation. Subscriptions run over a WebSocket.
{
  viewer {
    subject
    roles
  }
}
`
}));
