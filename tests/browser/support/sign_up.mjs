// How people get in: an organization signs up, and whoever is invited accepts.
import assert from "node:assert/strict";

/** Asks for an account for an organization, from the sign-in page. First the form is sent empty. */
export async function signUp(visitor, words, { site, organization, name, email, country }) {
  const { page } = visitor;
  await page.goto(new URL("/admin/sign-in", site).href);
  await page.getByRole("link", { name: words("account-sign-up-title") }).click();
  await page.getByRole("heading", { level: 1, name: words("account-sign-up-title") }).waitFor();
  assert(await page.getByRole("radio", { name: words(country) }).isChecked(), "the browser's country is chosen");
  await visitor.look("sign-up");
  const send = page.getByRole("button", { name: words("account-sign-up-send") });
  await send.click();
  await visitor.isRefused(page.getByRole("main"), [
    words("account-sign-up-no-organization"),
    words("account-no-name"),
    words("error-invalid-email"),
  ]);
  await visitor.look("sign-up-refused");
  await page.getByLabel(words("account-sign-up-organization")).fill(organization);
  await page.getByLabel(words("account-your-name")).fill(name);
  await page.getByLabel(words("account-sign-up-email")).fill(email);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: words("portal-sign-in-sent-title") }).waitFor();
  await page.getByRole("status").filter({ hasText: email }).waitFor();
  await visitor.keepsFocus("after signing up");
  await visitor.look("sign-up-sent");
}

/** Opens the link that opens an organization and presses its button. */
export async function confirm(visitor, words, link) {
  const { page } = visitor;
  await visitor.follow(link);
  const button = page.getByRole("button", { name: words("account-confirm-go") });
  await button.waitFor();
  assert(!page.url().includes("token="), "the token is taken out of the address");
  await visitor.look("confirm");
  await button.click();
  await page.waitForURL(/\/admin\/invoices/);
  await page.getByText(words("team-first-title")).waitFor();
  await visitor.look("first-steps");
}

/** The link that opens an organization works once: the same again says so, and leads to signing up. */
export async function confirmedOnce(visitor, words, link) {
  const { page } = visitor;
  await visitor.follow(link);
  await page.getByRole("button", { name: words("account-confirm-go") }).click();
  await page.getByText(words("error-link-invalid")).waitFor();
  await page.getByRole("link", { name: words("account-confirm-again") }).waitFor();
  await visitor.look("confirm-used-up");
}

/** Opens an invitation; `title` is what its page is called. */
export async function openInvitation(visitor, link, title, options) {
  const { page } = visitor;
  await visitor.follow(link);
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  assert(!page.url().includes("token="), "the token is taken out of the address");
  await visitor.look("invitation", options);
}

/** Accepts the invitation that is open, as somebody who has no account yet. */
export async function accept(visitor, words, { name, password }) {
  const { page } = visitor;
  await page.getByLabel(words("account-your-name")).fill(name);
  await page.getByLabel(words("common-password")).fill(password);
  await page.getByRole("button", { name: words("account-invitation-accept") }).click();
}

/** An invitation that was used, replaced or withdrawn says so, and whom to ask. `ask` names those words. */
export async function invitationIsDead(visitor, words, link, ask, { look = true } = {}) {
  const { page } = visitor;
  await visitor.follow(link);
  await page.getByRole("heading", { level: 1, name: words("account-invitation-useless") }).waitFor();
  await page.getByText(words("error-invitation-invalid")).waitFor();
  await page.getByText(words(ask)).waitFor();
  if (look) await visitor.look("invitation-dead");
}

/** Sees that there is nothing yet, on each of the portal's pages, and their own name on the last. */
export async function findsEmptyPortal(resident, words, { name }) {
  const { page } = resident;
  await page.getByRole("heading", { level: 1, name: words("portal-greeting", { name: name.split(" ")[0] }) }).waitFor();
  await page.getByText(words("portal-all-paid"), { exact: true }).waitFor();
  await page.getByText(words("portal-invoices-none"), { exact: true }).waitFor();
  await resident.look("home-empty");
  const places = page.getByRole("navigation", { name: words("common-main-navigation") });
  for (const place of ["invoices", "payments"]) {
    await places.getByRole("link", { name: words(`portal-nav-${place}`) }).click();
    await page.getByText(words(`portal-${place}-none`), { exact: true }).waitFor();
    await resident.look(`${place}-empty`);
  }
  await places.getByRole("link", { name: words("portal-nav-account") }).click();
  await page.getByText(name, { exact: true }).waitFor();
  await page.getByText(words("account-password-some")).waitFor();
  await resident.look("account");
}
