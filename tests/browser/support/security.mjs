// A person's own ways in: password, second factor, and where they are signed in.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { Authenticator, scan } from "./authenticator.mjs";

/** Goes to the page about one's own security. */
export async function open(visitor, words) {
  const { page } = visitor;
  await page.getByRole("navigation", { name: words("account-nav") }).getByRole("link", { name: words("account-security") }).click();
  await page.getByRole("heading", { level: 1, name: words("account-security") }).waitFor();
  await page.getByRole("heading", { level: 2, name: words("account-factor") }).waitFor();
}

/** Sets the first password; one that is too short is refused first. */
export async function setPassword(visitor, words, password) {
  const { page } = visitor;
  await visitor.look("security");
  await page.getByRole("button", { name: words("account-password-set") }).click();
  const dialog = page.getByRole("dialog", { name: words("account-password-set") });
  const save = dialog.getByRole("button", { name: words("common-save") });
  await dialog.getByLabel(words("account-password-new")).fill("short");
  await save.click();
  await visitor.isRefused(dialog, [words("error-password-too-short")]);
  await visitor.look("password-refused");
  await dialog.getByLabel(words("account-password-new")).fill(password);
  await save.click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: words("account-password-change") }).waitFor();
  await visitor.keepsFocus("after setting the password");
}

/** Signs in with address and password; ends on the page that follows, which may ask for a code. */
export async function byPassword(visitor, words, { email, password }) {
  const { page } = visitor;
  await page.getByRole("heading", { level: 1, name: words("admin-sign-in-title") }).waitFor();
  await page.getByLabel(words("common-email")).fill(email);
  await page.getByLabel(words("common-password")).fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/admin/sign-in");
}

/** Signs out. */
export async function signOut(visitor, words) {
  const { page } = visitor;
  await page.locator(".sidebar-foot").getByRole("button", { name: words("common-sign-out") }).click();
  await page.getByRole("heading", { level: 1, name: words("admin-sign-in-title") }).waitFor();
  await visitor.keepsFocus("after signing out");
}

/** Signs out the one other browser that is signed in. */
export async function endOther(visitor, words) {
  const { page } = visitor;
  const items = page.getByRole("listitem").filter({ hasText: words.like("account-session-since") });
  await items.nth(1).waitFor();
  assert.equal(await items.count(), 2, "two browsers are signed in");
  await visitor.look("sessions");
  const other = items.filter({ hasNotText: words("account-session-here") });
  await other.getByRole("button", { name: words("common-sign-out") }).click();
  const dialog = page.getByRole("dialog", { name: words.like("account-session-end-title") });
  await dialog.waitFor();
  await visitor.look("session-end");
  await dialog.getByRole("button", { name: words("common-sign-out") }).click();
  await page.getByRole("status").filter({ hasText: words("account-session-ended") }).waitFor();
  await other.waitFor({ state: "detached" });
  await visitor.keepsFocus("after signing out elsewhere");
}

/** Whoever was signed out elsewhere notices with the next thing they do. */
export async function isSignedOut(visitor, words) {
  const { page } = visitor;
  const places = page.getByRole("navigation", { name: words("common-main-navigation") });
  await places.getByRole("link", { name: words("admin-nav-residents") }).click();
  await page.getByRole("heading", { level: 1, name: words("admin-sign-in-title") }).waitFor();
}

/**
 * Sets the second factor up, as a phone would that scans the picture. Returns the authenticator and the
 * recovery codes. `closely` looks at everything on the way.
 */
export async function setUpSecondFactor(visitor, words, { email, closely = false }) {
  const { page } = visitor;
  const look = (name) => (closely ? visitor.look(name) : undefined);
  await page.getByRole("button", { name: words("account-factor-set-up") }).click();
  const picture = page.getByRole("img", { name: words("account-setup-qr") });
  await picture.waitFor();
  await visitor.keepsFocus("setting up the second factor");
  await look("second-factor-setup");

  const uri = await page.getByRole("link", { name: words("account-setup-open") }).getAttribute("href");
  assert.equal(await scan(visitor, picture), uri, "the picture says the same as the link");
  const { pathname, searchParams } = new URL(uri);
  assert(decodeURIComponent(pathname).endsWith(`Propty:${email}`), `the app shows whose it is: ${uri}`);
  const typed = (await page.locator("code.app-key").innerText()).replace(/\s/g, "");
  assert.equal(typed, searchParams.get("secret"), "the key to type is the one in the picture");

  const app = new Authenticator(uri);
  const code = page.getByLabel(words("account-code-label"));
  const enable = page.getByRole("button", { name: words("account-setup-enable") });
  const main = page.getByRole("main");
  if (closely) {
    await code.fill("12345");
    await enable.click();
    await visitor.isRefused(main, [words("account-code-wrong")]);
    await code.fill(app.old());
    await enable.click();
    await visitor.isRefused(main, [words("error-code-invalid")]);
    await look("second-factor-code-refused");
  }
  await code.fill(app.code());
  await enable.click();
  await page.getByRole("heading", { name: words("account-codes-title") }).waitFor();
  await visitor.keepsFocus("showing the recovery codes");
  const codes = await page.locator(".codes code").allInnerTexts();
  assert.equal(new Set(codes).size, 10, `ten recovery codes: ${codes}`);
  await look("recovery-codes");
  if (closely) await keepCodes(visitor, words, { codes, email });
  await page.getByRole("button", { name: words("account-codes-kept") }).click();
  await page.getByText(words("account-factor-on-text")).waitFor();
  await visitor.keepsFocus("after keeping the codes");
  assert(!(await page.content()).includes(codes[0]), "the recovery codes are gone");
  await page.reload();
  await page.getByText(words.counted("account-factor-left", 10)).waitFor();
  assert(!(await page.content()).includes(codes[0]), "the recovery codes don't come back");
  await look("second-factor-on");
  return { app, codes };
}

/** Copies the recovery codes and saves them as a file. */
async function keepCodes(visitor, words, { codes, email }) {
  const { page, context } = visitor;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: words("account-codes-copy") }).click();
  await page.getByRole("status").filter({ hasText: words("account-codes-copied") }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), codes.join("\n"));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: words("account-codes-download") }).click(),
  ]);
  assert.equal(download.suggestedFilename(), words("account-codes-file-name"));
  const text = await readFile(await download.path(), "utf8");
  for (const part of [email, ...codes]) assert(text.includes(part), `the file has ${part}: ${text}`);
}

/** The second step of signing in, with a code of the app; one that is too old is refused first. */
export async function byCode(visitor, words, app) {
  const { page } = visitor;
  await page.getByRole("heading", { level: 1, name: words("account-code-title") }).waitFor();
  await visitor.keepsFocus("asked for a code");
  await visitor.look("code");
  await page.getByLabel(words("account-code-label")).fill(app.old());
  await page.keyboard.press("Enter");
  await visitor.isRefused(page.getByRole("main"), [words("error-code-invalid")]);
  await page.getByLabel(words("account-code-label")).fill(app.code());
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/admin/sign-in"));
}

/** The second step with a recovery code. */
export async function byRecoveryCode(visitor, words, code) {
  const { page } = visitor;
  await page.getByRole("button", { name: words("account-code-use-recovery") }).click();
  await page.getByLabel(words("account-code-recovery-label")).fill(code);
  await visitor.look("recovery-code");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/admin/sign-in"));
}

/** A password that is wrong, for an address nobody has, until there were too many. */
export async function tooManyAttempts(visitor, words, { site, email }) {
  const { page } = visitor;
  await page.goto(new URL("/admin/sign-in", site).href);
  await page.getByLabel(words("common-email")).fill(email);
  await page.getByLabel(words("common-password")).fill("not-the-password");
  const button = page.getByRole("button", { name: words("common-sign-in") });
  const main = page.getByRole("main");
  const attempt = () => Promise.all([page.waitForResponse((response) => response.url().endsWith("/graphql")), button.click()]);
  await attempt();
  await visitor.isRefused(main, [words("error-invalid-credentials")]);
  await visitor.look("wrong-password");
  for (let attempts = 2; attempts <= 10; attempts += 1) await attempt();
  await attempt();
  const summary = main.getByRole("alert").filter({ hasText: /\d/ });
  await summary.waitFor();
  const said = await summary.innerText();
  // The first attempt was moments ago, and the window is a quarter of an hour.
  const plain = (text) => text.replace(/\s+/g, " ");
  assert([14, 15].some((minutes) => plain(said).includes(plain(words.counted("error-retry-after", minutes)))), said);
  await visitor.look("too-many-attempts");
}
