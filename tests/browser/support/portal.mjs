// What a resident does in the portal, each step as a person would: reading words, pressing buttons.
import assert from "node:assert/strict";
import { linkIn } from "./demo.mjs";

/** Opens the invoice's mail and follows its button; not signed in yet, so the sign-in page comes. */
export async function followInvoiceMail(resident, words, mail) {
  const { page } = resident;
  await page.goto(linkIn(mail, (address) => address.includes("/portal/invoices/")));
  await page.getByRole("heading", { name: words("portal-sign-in-title") }).waitFor();
  await resident.look("sign-in");
}

/**
 * Asks for a link and uses it, by the keyboard alone. Ends where the person wanted to go. Returns the link,
 * which is used up.
 */
export async function signInByLink(resident, words, { email, inbox }) {
  const { page } = resident;
  await inbox.forget(email);
  await resident.tabTo(page.getByLabel(words("common-email")));
  await page.keyboard.type(email);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: words("portal-sign-in-sent-title") }).waitFor();
  await resident.look("link-sent");
  const mail = await inbox.next(email, "the link to sign in", ({ text }) => text?.includes("/sign-in/link#token="));
  assert.match(mail.subject, words.like("mail-sign-in-subject"), "the mail with the link is in the resident's language");
  const link = linkIn(mail, (address) => address.includes("#token="));
  await page.goto(link);
  const button = page.getByRole("button", { name: words("portal-link-continue") });
  await button.waitFor();
  assert(!page.url().includes("token="), "the token is taken out of the address");
  await resident.look("welcome-back");
  await resident.tabTo(button);
  await page.keyboard.press("Enter");
  await button.waitFor({ state: "detached" });
  return link;
}

/** A link works once: the same one again leads to asking for a new one. */
export async function linkWorksOnce(visitor, words, link) {
  const { page } = visitor;
  await page.goto(link);
  await page.getByRole("button", { name: words("portal-link-continue") }).click();
  await page.getByRole("link", { name: words("portal-link-again") }).waitFor();
  await visitor.look("link-used-up");
}

/** Chooses several invoices in the list, sees what they cost together, and goes back. */
export async function choosesSeveral(resident, words, { titles, site }) {
  const { page } = resident;
  await page.goto(new URL("/portal/invoices?status=open", site).href);
  for (const title of titles) await page.getByRole("checkbox", { name: title }).check();
  await page.getByText(words.counted("portal-ticked", titles.length), { exact: true }).waitFor();
  await resident.look("invoices-chosen");
  await page.getByRole("link", { name: words("portal-pay-ticked") }).click();
  const heading = page.getByRole("heading", { level: 1, name: words("portal-pay-several-title") });
  await heading.waitFor();
  await page.reload();
  await heading.waitFor();
  for (const title of titles) await page.getByRole("link", { name: title }).waitFor();
  await page.getByRole("radio", { name: words("method-card") }).check();
  await resident.look("pay-several");
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: words("portal-invoices-title") }).waitFor();
  for (const title of titles) await page.getByRole("checkbox", { name: title, checked: true }).waitFor();
}

/** Sees what is owed on the first page and the invoice in the list, and opens it. */
export async function findInvoice(resident, words, { title, site }) {
  const { page } = resident;
  await page.goto(new URL("/portal", site).href);
  await page.getByRole("heading", { level: 1, name: words.like("portal-greeting") }).waitFor();
  await page.getByRole("link", { name: title }).first().waitFor();
  await resident.look("home");
  const places = page.getByRole("navigation", { name: words("common-main-navigation") });
  await places.getByRole("link", { name: words("portal-nav-payments") }).click();
  await page.getByRole("heading", { level: 1, name: words("portal-payments-title") }).waitFor();
  await resident.look("payments");
  await places.getByRole("link", { name: words("portal-nav-account") }).click();
  await page.getByRole("heading", { level: 1, name: words("portal-account-title") }).waitFor();
  await resident.look("account");
  await places.getByRole("link", { name: words("portal-nav-invoices") }).click();
  await page.getByRole("heading", { level: 1, name: words("portal-invoices-title") }).waitFor();
  const row = page.getByRole("link", { name: title }).first();
  await row.waitFor();
  await resident.look("invoices");
  await row.click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
  await page.getByText(words("status-to-pay"), { exact: true }).first().waitFor();
  await resident.look("invoice");
}

/**
 * Chooses how to pay, sees the fee and the total, and goes to the hosted page. `method` is `card` or `bank`.
 * Returns the total as it was shown.
 */
export async function startPaying(resident, words, { method }) {
  const { page } = resident;
  await page.getByRole("link", { name: words.like("portal-invoice-pay") }).click();
  await page.getByRole("heading", { level: 1, name: words("portal-pay-title") }).waitFor();
  await page.getByRole("radio", { name: words(`method-${method}`) }).check();
  const total = page.locator("dt", { hasText: words("portal-pay-you-pay") }).locator("xpath=following-sibling::dd[1]");
  await total.filter({ hasText: /\d/ }).waitFor();
  const shown = await total.innerText();
  await resident.look(`pay-by-${method}`);
  await page.getByRole("button", { name: words("portal-pay-button") }).click();
  return shown;
}

// The sandbox names its buttons by what comes of them; which kind of transfer a bank means depends on the country.
const outcomes = {
  cancel: `[data-outcome="cancel"]`,
  card: `[data-outcome="card-succeed"]`,
  bank: `[data-outcome$="-succeed"]:not([data-outcome^="card"])`,
};

/** On the hosted page: sees the same total, then goes one of the ways in `outcomes`. */
export async function onHostedPage(resident, { stripe, total, outcome }) {
  const { page } = resident;
  await page.waitForURL((url) => url.href.startsWith(new URL("/checkout/", stripe).href));
  const digits = (text) => text.replace(/\D/g, "");
  const body = await page.locator("main").innerText();
  assert(digits(body).includes(digits(total)), `the hosted page says another total than ${total}: ${body}`);
  await resident.look("hosted-page");
  await page.locator(outcomes[outcome]).click();
}

/** Waits until the page that follows the payment says `title`. */
export async function followsTo(resident, words, title, name) {
  const { page } = resident;
  await page.waitForURL(/\/portal\/payments\//);
  // The page asks less and less often; while a transfer takes its days, once a minute.
  await page.getByRole("heading", { name: words(title) }).waitFor({ timeout: 90_000 });
  await resident.look(name);
}
