// The audits of "GraphQL over HTTP" by those who write the specification, against the running demo. Every MUST
// has to hold; what SHOULD and MAY be is counted, and those left open are named with why.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { demo } from "./support/demo.mjs";

const modules = process.env.PROPTY_NODE_MODULES;
assert(modules, "PROPTY_NODE_MODULES has to name the folder of the npm packages; run `cargo xtask test`");
const { serverAudits } = createRequire(join(modules, "resolve-from-here.js"))("graphql-http");

/** Audits that stay open, by id, and why. */
const getIsRefused = "GET is refused: a link on another site must not be able to ask anything";
const open = { "5A70": getIsRefused, D6D5: getIsRefused, "6A70": getIsRefused };

test("GraphQL over HTTP", async (context) => {
  const audits = serverAudits({ url: new URL("/graphql", demo().site).href, fetchFn: fetch });
  const counts = {};
  for (const { id, name, fn } of audits) {
    const level = name.split(" ")[0];
    assert(level === "MAY" || !(id in open), `${id} is a ${level} and can't stay open`);
    const counted = (counts[level] ??= { held: 0, open: 0 });
    const result = await fn();
    if (result.status === "ok") {
      counted.held += 1;
      assert(!(id in open), `${id} holds now: take it off the list of those that may stay open`);
      continue;
    }
    counted.open += 1;
    if (id in open) {
      context.diagnostic(`open: ${id} ${name}: ${open[id]}`);
      continue;
    }
    await context.test(`${id} ${name}`, () => assert.fail(result.reason));
  }
  assert(audits.length > 50, `only ${audits.length} audits were found`);
  for (const [level, { held, open }] of Object.entries(counts)) {
    context.diagnostic(`${level}: ${held} hold, ${open} are open`);
  }
});
