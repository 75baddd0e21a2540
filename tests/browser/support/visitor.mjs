// A person at a browser: one Chromium, a fresh profile each, and the checks that hold for every page.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const modules = process.env.PROPTY_NODE_MODULES;
assert(modules, "PROPTY_NODE_MODULES has to name the folder with playwright-core; run `cargo xtask test`");
const require = createRequire(join(modules, "resolve-from-here.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const wide = { width: 1280, height: 900 };
const phone = { width: 375, height: 812 };

/** Starts Chromium; close it when done. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.PROPTY_CHROMIUM,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** One person's browser window, in their language. */
export class Visitor {
  #problems = [];
  #taken = 0;

  static async arrive(browser, { name, language, pictures = true }) {
    const context = await browser.newContext({
      locale: language === "fr" ? "fr-CA" : "en-US",
      viewport: wide,
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(30_000);
    const visitor = new Visitor();
    visitor.name = name;
    visitor.language = language;
    visitor.pictures = pictures ? process.env.PROPTY_SCREENSHOTS : undefined;
    visitor.context = context;
    visitor.page = await context.newPage();
    visitor.#watch();
    return visitor;
  }

  /** Collects what a person would not see but a developer should. */
  #watch() {
    // Policy violations reach the console as errors too.
    this.page.on("console", (message) => {
      if (message.type() === "error") this.#problems.push(`console: ${message.text()} (${message.location().url})`);
    });
    this.page.on("pageerror", (error) => this.#problems.push(`uncaught: ${error.stack ?? error}`));
    this.page.on("crash", () => this.#problems.push("the page crashed"));
  }

  /**
   * Checks the page as it stands, wide and on a phone: no serious accessibility problem, nothing wider than
   * the screen, the right language, no error in the console. Saves pictures where PROPTY_SCREENSHOTS says.
   */
  async look(name, { language = this.language } = {}) {
    await this.settled();
    assert.equal(await this.page.locator("html").getAttribute("lang"), language, `${name}: language of the page`);
    for (const size of [phone, wide]) {
      await this.page.setViewportSize(size);
      const overflow = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert(overflow <= 0, `${name}: ${overflow} px wider than a screen of ${size.width}`);
      await this.#picture(`${name}-${size.width}`);
      await this.#accessible(`${name} at ${size.width}`);
    }
    this.clean(name);
  }

  /** Waits until the page has its heading and nothing in it is still loading. */
  async settled() {
    await this.page.getByRole("heading").first().waitFor();
    await this.page.locator("[aria-busy='true']").first().waitFor({ state: "detached" });
  }

  async #picture(name) {
    const folder = this.pictures;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    const number = String(Math.floor(this.#taken++ / 2) + 1).padStart(2, "0");
    await this.page.screenshot({ path: join(folder, `${this.language}-${this.name}-${number}-${name}.png`), fullPage: true });
  }

  async #accessible(where) {
    // By the debugger, not by a script element: the page's policy would rightly refuse that. Once a document.
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate(() =>
      window.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
    );
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    const told = grave.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html).join("\n    ")}`);
    assert.equal(grave.length, 0, `${where}: ${told.join("\n  ")}`);
  }

  /** Fails when something went wrong out of sight since the last time. */
  clean(where) {
    const problems = this.#problems.splice(0);
    assert.deepEqual(problems, [], where);
  }

  /** Opens a link that came by mail. What it carries is behind the `#`, so the same page would not be loaded again. */
  async follow(link) {
    await this.page.goto("about:blank");
    await this.page.goto(link);
  }

  /** Goes to the element by the keyboard alone and fails when it can't be reached. */
  async tabTo(locator, limit = 60) {
    await locator.waitFor();
    for (let presses = 0; presses < limit; presses += 1) {
      if (await locator.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
    }
    assert.fail(`not reached by ${limit} presses of Tab: ${locator}`);
  }

  /** Waits until the focus is on something: what had it may have gone, and nobody is to begin at the top again. */
  async keepsFocus(where) {
    const kept = this.page.waitForFunction(() => document.activeElement && document.activeElement !== document.body);
    await kept.catch(() => assert.fail(`${where}: the focus is lost`));
  }

  /** Sends a form that is wrong: its summary takes the focus and says each of `problems`. */
  async isRefused(form, problems) {
    const summary = form.getByRole("alert").filter({ hasText: problems[0] });
    await summary.waitFor();
    for (const problem of problems) await summary.getByText(problem).first().waitFor();
    await this.page.waitForFunction(() => document.activeElement?.classList.contains("error-summary"));
  }

  /** What this person has before them, for the account of a failure. */
  async view() {
    if (process.env.PROPTY_SCREENSHOTS) await this.#picture("failure").catch(() => {});
    const text = await this.page.locator("body").innerText({ timeout: 2_000 }).catch(() => "(no page)");
    const trouble = this.#problems.length > 0 ? `\n  ${this.#problems.join("\n  ")}` : "";
    return `--- ${this.name} at ${this.page.url()}${trouble}\n${text.slice(0, 1_500)}`;
  }

  async leave() {
    await this.context.close();
  }
}
