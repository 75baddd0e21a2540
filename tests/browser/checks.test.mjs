// The journeys' own checks, tried on pages that are wrong on purpose: a check that finds nothing is no check.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { startBrowser, Visitor } from "./support/visitor.mjs";
import { loadMessages } from "./support/messages.mjs";

const page = (body, head = "") => `<!doctype html><html lang="en"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width"><title>A page</title>${head}</head>
  <body><main><h1>A page</h1>${body}</main></body></html>`;
const pages = {
  "/good": page(`<button>Press</button>`),
  "/unlabelled": page(`<input>`),
  "/wide": page(`<img alt="" src="data:," width="600" height="10">`),
  "/inline-style": page(`<p style="color:#000">Refused by the policy</p>`),
  "/missing-script": page(``, `<script src="/nowhere.js"></script>`),
  "/unreachable": page(`<span id="target">Not in the order of tabs</span>`),
};

let server, base, browser;

before(async () => {
  server = createServer((request, response) => {
    const html = pages[request.url];
    const policy = "default-src 'self'; img-src data:; style-src 'self'";
    response.writeHead(html ? 200 : 404, { "content-type": "text/html", "content-security-policy": policy });
    response.end(html ?? "");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${server.address().port}`;
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  server?.close();
});

async function visit(path, act) {
  const visitor = await Visitor.arrive(browser, { name: "checker", language: "en", pictures: false });
  try {
    await visitor.page.goto(base + path);
    await act(visitor);
  } finally {
    await visitor.leave();
  }
}

test("a good page passes", () => visit("/good", (visitor) => visitor.look("good")));

const wrong = {
  "/unlabelled": /label/,
  "/wide": /wider than a screen of 375/,
  "/inline-style": /Content Security Policy/,
  "/missing-script": /404/,
};
for (const [path, reason] of Object.entries(wrong)) {
  test(`${path.slice(1)} is found`, () => visit(path, (visitor) => assert.rejects(visitor.look(path), reason)));
}

test("another language is found", () =>
  visit("/good", (visitor) => assert.rejects(visitor.look("good", { language: "fr" }), /language of the page/)));

test("what the keyboard can't reach is found", () =>
  visit("/unreachable", (visitor) => assert.rejects(visitor.tabTo(visitor.page.locator("#target"), 5), /not reached/)));

test("words are the app's, and patterns take any value", () => {
  const words = loadMessages("en");
  assert.equal(words("portal-pay-fee", { fee: "$5.00" }), "$5.00 fee");
  assert.match("Hello, Ann", words.like("portal-greeting"));
  assert.doesNotMatch("Hello, Ann", words.like("portal-greeting", { name: "Bea" }));
  assert.throws(() => words("no-such-message"), /no message no-such-message/);
  assert.throws(() => words("portal-pay-fee"), /needs fee/);
  assert.throws(() => words("portal-balance-over"), /chooses by number/);
  assert.equal(words.counted("team-units-added", 1), "1 unit added.");
  assert.equal(words.counted("team-units-added", 3), "3 units added.");
  assert.equal(loadMessages("fr").counted("account-factor-left", 0), "Il ne vous reste aucun code de récupération.");
  assert.throws(() => words.counted("common-save", 1), /does not choose by number/);
});
