// A client under command: reads commands from standard input, one JSON object a line, and writes what happens.
import { createInterface } from "node:readline";

export const tell = (event, more = {}) => console.log(JSON.stringify({ event, ...more }));

/** Names the command's handlers by their `do`: subscribe and stop, and whatever the client adds. */
export function obey(client, more = {}) {
  const stops = new Map();
  const commands = {
    // With `resume`, a field that has a cursor: the client keeps the variables, so it comes back with the latest.
    subscribe: ({ id, query, variables, resume }) => stops.set(id, client.subscribe({ query, variables, extensions: { id } }, {
      next: (payload) => {
        if (resume && payload.data) variables.after = payload.data[resume].cursor;
        tell("next", { id, payload });
      },
      error: (error) => tell("error", { id, errors: Array.isArray(error) ? error : undefined, code: error?.code, message: error?.message }),
      complete: () => tell("complete", { id })
    })),
    stop: ({ id }) => stops.get(id)(),
    exit: () => process.exit(0),
    ...more
  };
  createInterface({ input: process.stdin })
    .on("line", (line) => { const command = JSON.parse(line); commands[command.do](command); })
    .on("close", () => process.exit(0));
  tell("ready");
}
