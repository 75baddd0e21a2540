// What the manager of an organization does besides billing: the community, the team, keys for programs, the audit.
import assert from "node:assert/strict";
import { linkIn } from "./demo.mjs";

const invitationIn = (mail) => linkIn(mail, (address) => address.includes("/invitation#token="));

/** Goes to one of the places in the sidebar; `words` for it and for its heading, which may be the same. */
export async function goTo(office, words, place, heading = place) {
  const { page } = office;
  const places = page.getByRole("navigation", { name: words("common-main-navigation") });
  await places.getByRole("link", { name: words(place), exact: true }).click();
  await page.getByRole("heading", { level: 1, name: words(heading) }).waitFor();
}

/** Waits for the toast that says so. */
async function told(office, text) {
  await office.page.getByRole("status").filter({ hasText: text }).first().waitFor();
}

/** The button in somebody's or something's row. */
const rowAction = (page, words, action, about) => page.getByRole("button", { name: `${words(action)} ${about}`, exact: true });

/** Opens the dialog of a row's button. */
async function ask(page, words, action, about, title) {
  await rowAction(page, words, action, about).click();
  const dialog = page.getByRole("dialog", { name: title });
  await dialog.waitFor();
  return dialog;
}

/** Adds the first property, as the first steps say; ends on its units. */
export async function addProperty(office, words, { name, street, city, zone, region }) {
  const { page } = office;
  await page.getByRole("link", { name: words("team-property-add") }).click();
  await page.getByRole("heading", { level: 1, name: words("team-property-add") }).waitFor();
  const add = page.getByRole("button", { name: words("team-property-add") });
  await add.click();
  await office.isRefused(page.getByRole("main"), [
    words("team-name-required"),
    words("team-street-required"),
    words("team-city-required"),
    words("team-time-zone-required"),
    ...(region ? [words("fees-region-required")] : []),
  ]);
  await office.look("property-refused");
  await page.getByLabel(words("common-name")).fill(name);
  await page.getByLabel(words("team-street")).fill(street);
  await page.getByLabel(words("team-city")).fill(city);
  await page.getByLabel(words("team-time-zone")).selectOption(zone);
  if (region) await page.getByLabel(words("fees-region")).selectOption(region);
  await add.click();
  await page.waitForURL(/\/admin\/units\?property=/);
  await page.getByText(words("admin-units-none"), { exact: true }).waitFor();
  await office.look("units-empty");
}

/** Adds units, after having written one of them twice. */
export async function addUnits(office, words, units) {
  const { page } = office;
  await page.getByRole("button", { name: words("team-units-add") }).first().click();
  const dialog = page.getByRole("dialog", { name: words("team-units-add") });
  const add = dialog.getByRole("button", { name: words("team-units-add") });
  await dialog.getByLabel(words("team-units-labels")).fill([...units, units[0]].join("\n"));
  await add.click();
  await office.isRefused(dialog, [words("team-units-twice", { unit: units[0] })]);
  await office.look("units-refused");
  await dialog.getByLabel(words("team-units-labels")).fill(units.join("\n"));
  await add.click();
  await told(office, words.counted("team-units-added", units.length));
  for (const unit of units) await page.getByRole("row", { name: words("admin-unit", { unit }) }).waitFor();
  await office.keepsFocus("after adding units");
  await office.look("units");
}

/** Adds a resident to a unit from its row, and invites them. `speaks` names their language. */
export async function addResident(office, words, { unit, name, email, speaks }) {
  const { page } = office;
  const row = page.getByRole("row", { name: words("admin-unit", { unit }) });
  await row.getByRole("link", { name: words("team-resident-add") }).click();
  await page.getByRole("heading", { level: 1, name: words("team-resident-add") }).waitFor();
  const chosen = page.getByLabel(words("common-unit")).locator("option:checked");
  await chosen.filter({ hasText: unit }).waitFor({ state: "attached" });
  await page.getByRole("checkbox", { name: words("team-resident-invite-now") }).check();
  const add = page.getByRole("button", { name: words("team-resident-add") });
  await add.click();
  await office.isRefused(page.getByRole("main"), [words("team-name-required"), words("team-resident-email-needed")]);
  await office.look("resident-refused");
  await page.getByLabel(words("team-full-name")).fill(name);
  await page.getByLabel(words("common-email")).fill(email);
  await page.getByLabel(words("common-language"), { exact: true }).selectOption({ label: words(speaks) });
  await add.click();
  await told(office, words("team-resident-added-invited", { name }));
  await page.getByRole("row", { name }).getByText(words("admin-resident-invited"), { exact: true }).waitFor();
  await office.look("residents");
}

/** Sees that the resident has accepted. */
export async function seesActive(office, words, { name }) {
  const { page } = office;
  await page.reload();
  await page.getByRole("row", { name }).getByText(words("admin-resident-active"), { exact: true }).waitFor();
}

/** Asks every member for a second factor; who has none themselves is `refused`. */
export async function askForSecondFactor(office, words, { refused = false } = {}) {
  const { page } = office;
  await goTo(office, words, "team-organization", "team-organization-title");
  await page.getByRole("switch", { name: words("team-factor-ask") }).check();
  const card = page.getByRole("region", { name: words("team-second-factor") });
  await card.getByRole("button", { name: words("common-save") }).click();
  if (refused) await office.isRefused(card, [words("error-second-factor-needed")]);
  else await told(office, words("team-factor-asked"));
  await office.look(refused ? "organization-refused" : "organization");
}

/** Invites somebody to the team and returns the mailed link. First the form is sent empty, if `closely`. */
export async function invite(office, words, { name, email, property, inbox, closely = false }) {
  const { page } = office;
  await page.getByRole("button", { name: words("team-invite") }).click();
  const dialog = page.getByRole("dialog", { name: words("team-invite") });
  const send = dialog.getByRole("button", { name: words("team-send") });
  if (closely) {
    await send.click();
    await office.isRefused(dialog, [words("team-name-required"), words("error-invalid-email"), words("team-properties-required")]);
    await office.look("invite-refused");
  }
  await dialog.getByLabel(words("team-full-name")).fill(name);
  await dialog.getByLabel(words("common-email")).fill(email);
  await dialog.getByRole("radio", { name: words("team-role-property") }).check();
  await dialog.getByRole("checkbox", { name: property }).check();
  await send.click();
  await told(office, words("team-invited", { email }));
  await page.getByRole("row", { name: email }).getByText(words("team-waiting"), { exact: true }).waitFor();
  await office.keepsFocus("after inviting");
  return invitationIn(await inbox.next(email, "the invitation to the team", ({ text }) => text?.includes("/admin/invitation#token=")));
}

/** Sends an invitation again and returns the new link. */
export async function inviteAgain(office, words, { name, email, inbox }) {
  const { page } = office;
  const dialog = await ask(page, words, "team-send-again", name, words("team-again-title"));
  await dialog.getByText(words("team-again-text", { email })).waitFor();
  await office.look("invite-again");
  await dialog.getByRole("button", { name: words("team-send-again") }).click();
  await told(office, words("team-invited", { email }));
  return invitationIn(await inbox.next(email, "the invitation sent again", ({ text }) => text?.includes("/admin/invitation#token=")));
}

/** Withdraws an invitation. */
export async function withdraw(office, words, { name, email }) {
  const { page } = office;
  const dialog = await ask(page, words, "team-withdraw", name, words("team-withdraw-title"));
  await dialog.getByText(words("team-withdraw-text", { email })).waitFor();
  await office.look("withdraw");
  await dialog.getByRole("button", { name: words("team-withdraw-now") }).click();
  await told(office, words("team-withdrawn"));
  await page.getByRole("row", { name: email }).waitFor({ state: "detached" });
  await office.keepsFocus("after withdrawing");
}

/** Gives a member another role. */
export async function makeManager(office, words, { name }) {
  const { page } = office;
  const dialog = await ask(page, words, "team-change", name, words("team-change-title", { name }));
  await dialog.getByRole("radio", { name: words("team-role-organization") }).check();
  await office.look("change-role");
  await dialog.getByRole("button", { name: words("common-save") }).click();
  await told(office, words("admin-saved"));
  await page.getByRole("row", { name }).getByText(words("team-role-organization"), { exact: true }).waitFor();
  await office.keepsFocus("after changing a role");
}

/** The last manager can neither take another role nor leave. */
export async function staysManager(office, words, { name, property }) {
  const { page } = office;
  const change = await ask(page, words, "team-change", name, words("team-change-title", { name }));
  await change.getByText(words("team-change-own")).waitFor();
  await change.getByRole("radio", { name: words("team-role-property") }).check();
  await change.getByRole("checkbox", { name: property }).check();
  await change.getByRole("button", { name: words("common-save") }).click();
  await office.isRefused(change, [words("error-last-manager")]);
  await office.look("last-manager-role");
  await page.keyboard.press("Escape");
  await change.waitFor({ state: "detached" });
  await office.keepsFocus("after leaving a dialog");
  const remove = await ask(page, words, "team-remove", name, words("team-remove-title", { name }));
  await remove.getByText(words("team-remove-own")).waitFor();
  await remove.getByRole("button", { name: words("team-remove-now") }).click();
  await office.isRefused(remove, [words("error-last-manager")]);
  await office.look("last-manager-remove");
  await remove.getByRole("button", { name: words("common-cancel") }).click();
  await remove.waitFor({ state: "detached" });
  await office.keepsFocus("after cancelling");
}

/** Somebody with another role is told that the team's page is not for them, wherever the address came from. */
export async function isForManagers(visitor, words, site) {
  const { page } = visitor;
  const places = page.getByRole("navigation", { name: words("common-main-navigation") });
  assert.equal(await places.getByRole("link", { name: words("team-title"), exact: true }).count(), 0, "no way leads there");
  await page.goto(new URL("/admin/team", site).href);
  await page.getByText(words("team-managers-only"), { exact: true }).waitFor();
  await visitor.look("for-managers");
}

/** Takes a member off the team. */
export async function remove(office, words, { name, email }) {
  const { page } = office;
  const dialog = await ask(page, words, "team-remove", name, words("team-remove-title", { name }));
  await dialog.getByText(words("team-remove-ends")).waitFor();
  await office.look("remove");
  await dialog.getByRole("button", { name: words("team-remove-now") }).click();
  await told(office, words("team-removed"));
  await page.getByRole("row", { name: email }).waitFor({ state: "detached" });
  await office.keepsFocus("after removing");
}

/** Makes a key that may see properties, and returns its secret, which was shown this once. */
export async function makeKey(office, words, { name }) {
  const { page, context } = office;
  await goTo(office, words, "team-keys-title");
  await page.getByText(words("team-keys-none"), { exact: true }).waitFor();
  await office.look("keys-empty");
  await page.getByRole("link", { name: words("team-key-new") }).first().click();
  await page.getByRole("heading", { level: 1, name: words("team-key-new") }).waitFor();
  const make = page.getByRole("button", { name: words("team-key-make") });
  await make.click();
  await office.isRefused(page.getByRole("main"), [words("team-key-name-required"), words("team-scopes-required")]);
  await office.look("key-refused");
  await page.getByLabel(words("common-name")).fill(name);
  await page.getByRole("checkbox", { name: words("team-scope-properties-read") }).check();
  await make.click();
  const panel = page.getByRole("region", { name: words("team-secret-title", { name }) });
  await panel.waitFor();
  await office.keepsFocus("showing a new key");
  const secret = await panel.locator(".secret-value").innerText();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await panel.getByRole("button", { name: words("team-copy-example") }).click();
  await told(office, words("team-copied"));
  assert((await clipboard()).includes(`Bearer ${secret}`), "the example is copied");
  await panel.getByRole("button", { name: words("team-copy-key") }).click();
  await page.waitForFunction((secret) => navigator.clipboard.readText().then((text) => text === secret), secret);
  await office.look("key-secret");
  await page.getByRole("link", { name: words("team-secret-done") }).click();
  await page.getByRole("row", { name }).getByText(words("team-key-active"), { exact: true }).waitFor();
  assert(!(await page.content()).includes(secret), "the secret is not shown again");
  return secret;
}

/** What a program with the key gets. */
export async function asProgram(site, secret) {
  const response = await fetch(new URL("/graphql", site), {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ query: "{ currentApiKey { name scopes organization { properties(first: 5) { nodes { name } } } } }" }),
  });
  return { status: response.status, body: await response.json() };
}

/** Ends the key. */
export async function revokeKey(office, words, { name }) {
  const { page } = office;
  await page.reload();
  await page.getByRole("row", { name }).waitFor();
  await office.look("keys");
  const dialog = await ask(page, words, "team-key-revoke", name, words("team-key-revoke-title", { name }));
  await office.look("key-revoke");
  await dialog.getByRole("button", { name: words("team-key-revoke") }).click();
  await told(office, words("team-key-revoked"));
  await page.getByRole("row", { name }).getByText(words("team-key-status-revoked"), { exact: true }).waitFor();
  await office.keepsFocus("after revoking");
  await office.look("keys-revoked");
}

/** Finds what happened in the audit; its filters are in the address, and survive a reload. */
export async function readsAudit(office, words, { key, person }) {
  const { page } = office;
  await goTo(office, words, "team-audit-title");
  const row = (what, about) => page.getByRole("row").filter({ hasText: words(what) }).filter({ hasText: about });
  await row("team-did-member-removed", person).waitFor();
  await office.look("audit");
  const filters = page.getByRole("navigation", { name: words("team-audit-filter") });
  await filters.getByRole("link", { name: words("team-category-keys") }).click();
  await page.waitForURL(/[?&]category=keys/);
  await row("team-did-member-removed", person).waitFor({ state: "detached" });
  for (const what of ["team-did-api-key-created", "team-did-api-key-used", "team-did-api-key-revoked"]) await row(what, key).waitFor();
  await page.reload();
  await row("team-did-api-key-revoked", key).waitFor();
  await office.look("audit-keys");
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("category="));
  await row("team-did-member-removed", person).waitFor();
  await page.getByRole("searchbox", { name: words("team-audit-search") }).fill(`${person} nobody`);
  await page.waitForURL(/[?&]search=/);
  await page.getByText(words("admin-nothing-matches"), { exact: true }).waitFor();
  await office.look("audit-nothing");
  await page.getByRole("link", { name: words("admin-clear-filters") }).click();
  await page.waitForURL((url) => !url.search.includes("search="));
  await row("team-did-member-removed", person).waitFor();
}
