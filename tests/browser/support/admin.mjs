// What someone of the team does in the administration.
import assert from "node:assert/strict";

/** Signs in by password; the form is filled and sent by the keyboard alone. */
export async function signIn(office, words, { site, email, password }) {
  const { page } = office;
  await page.goto(new URL("/admin", site).href);
  await page.getByRole("heading", { name: words("admin-sign-in-title") }).waitFor();
  await office.look("sign-in");
  await office.tabTo(page.getByLabel(words("common-email")));
  await page.keyboard.type(email);
  await office.tabTo(page.getByLabel(words("common-password")));
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/admin\/(invoices|payments)/);
  await office.settled();
}

/** Switches the page to a language without loading it again. `other` are the words of the language it is in. */
export async function switchTo(visitor, words, other) {
  const { page } = visitor;
  // A page that is loaded again forgets this.
  await page.evaluate(() => (window.stillTheSamePage = true));
  await page.getByRole("button", { name: other("common-other-language") }).first().click();
  await page.locator(`html[lang="${words.language}"]`).waitFor();
  await page.getByRole("button", { name: words("common-other-language") }).first().waitFor();
  assert(await page.evaluate(() => window.stillTheSamePage), "the language is switched without a reload");
}

/** Goes through the lists: they open, and hold the checks. */
export async function visitEveryPage(office, words) {
  const { page } = office;
  const places = page.getByRole("navigation", { name: words("common-main-navigation") });
  for (const place of ["payments", "units", "residents", "payment-settings", "invoices"]) {
    await places.getByRole("link", { name: words(`admin-nav-${place}`) }).click();
    await page.waitForURL((url) => url.pathname.includes(place.replace("payment-settings", "settings")));
    await page.getByRole("heading", { level: 1 }).waitFor();
    await office.look(place);
  }
}

/** Sees that the state of the list is in the address: it survives a reload, and the way back leaves it. */
export async function filtersAreInTheAddress(office, words) {
  const { page } = office;
  const drafts = page.getByRole("link", { name: words.like("admin-filter-draft") }).first();
  await drafts.click();
  await page.waitForURL(/[?&]status=draft/);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: words("admin-invoices-title") }).waitFor();
  assert.match(page.url(), /[?&]status=draft/);
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("status="));
}

/**
 * Makes a draft for the resident's unit and ends on its page. First an empty form is sent: the summary takes
 * the focus, and each of its links leads to the field that is wrong. `amount` is typed as given.
 */
export async function createInvoice(office, words, { resident, property, title, line, amount, dueOn }) {
  const { page } = office;
  await page.getByRole("link", { name: words("admin-invoice-create") }).first().click();
  await page.getByRole("heading", { level: 1, name: words("admin-invoice-create") }).waitFor();
  await office.look("new-invoice");

  const save = page.getByRole("button", { name: words("admin-save-draft") });
  await save.click();
  const summary = page.getByRole("alert").filter({ hasText: words("common-form-problem") });
  await summary.waitFor();
  assert(await summary.evaluate((element) => element === document.activeElement), "the summary of mistakes takes the focus");
  await office.look("new-invoice-refused");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const focused = page.locator(":focus");
  assert.equal(await focused.getAttribute("aria-invalid") ?? "true", "true", "the first link leads to a field that is wrong");

  const properties = page.getByLabel(words("common-property"), { exact: true });
  if (property && (await properties.count()) > 0) await properties.selectOption({ label: property });
  await page.getByLabel(words("admin-units-search")).fill(resident);
  const unit = page.getByRole("checkbox", { name: resident });
  await unit.first().waitFor();
  assert.equal(await unit.count(), 1, `units of ${resident}`);
  await unit.check();
  await page.getByLabel(words("admin-new-title"), { exact: true }).fill(title);
  await page.getByLabel(words("admin-new-due")).fill(dueOn);
  const lines = page.getByRole("region", { name: words("common-lines") });
  await lines.getByLabel(words("common-description")).fill(line);
  await lines.getByLabel(words("common-amount")).fill(amount);
  await office.look("new-invoice-filled");
  await save.click();
  await page.waitForURL(/\/admin\/invoices\/inv_/);
  await page.getByText(title).first().waitFor();
  await page.getByText(words("status-draft"), { exact: true }).first().waitFor();
  await office.look("draft");
}

/** Publishes the invoice that is open, telling its resident. */
export async function publish(office, words, { resident }) {
  const { page } = office;
  await page.getByRole("button", { name: words("admin-publish"), exact: true }).click();
  const dialog = page.getByRole("dialog", { name: words("admin-publish-title") });
  await dialog.waitFor();
  assert(
    await dialog.getByRole("checkbox", { name: words("admin-publish-notify", { name: resident }) }).isChecked(),
    "telling the resident is on where it can be done",
  );
  await office.look("publish");
  await dialog.getByRole("button", { name: words("admin-publish-now") }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(words("status-open"), { exact: true }).first().waitFor();
  await office.look("published");
}

/** Looks at the invoice again, as someone does who comes back to it. */
export async function comesBack(office, words, { title }) {
  const { page } = office;
  await page.reload();
  await page.getByText(title).first().waitFor();
}

/** Waits until the invoice's page tells the whole story, up to Paid. */
export async function seesPaid(office, words, { method }) {
  const { page } = office;
  const timeline = page.getByRole("list").filter({ hasText: words("timeline-published") }).last();
  const expected = ["timeline-created", "timeline-published", "timeline-email-sent", "timeline-checkout-started"];
  if (method === "bank") expected.push("timeline-transfer-started");
  expected.push("timeline-payment-succeeded", "timeline-paid");
  for (const name of expected) await timeline.getByText(words(name)).first().waitFor();
  const badge = page.getByRole("paragraph").filter({ hasText: new RegExp(`\\d.*${words("status-paid")}$`, "s") });
  await badge.first().waitFor();
  await office.look("paid");
}

/**
 * Bills the unit of the invoice that is open once more, and publishes it without telling anybody. By the API: how
 * an invoice is made in the pages is played elsewhere. Gives its id.
 */
export async function createSecondInvoice(office, { title, amount, dueOn }) {
  const { page } = office;
  const { errors, id } = await page.evaluate(
    async ({ title, amount, dueOn, invoice }) => {
      const ask = async (query, variables) => {
        const headers = { "Content-Type": "application/json" };
        const answer = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify({ query, variables }) });
        const { data, errors } = await answer.json();
        if (errors) throw new Error(JSON.stringify(errors));
        return data;
      };
      const at = await ask("query($id: ID!) { invoice(id: $id) { property { id } unit { id } } }", { id: invoice });
      const input = {
        propertyId: at.invoice.property.id,
        unitIds: [at.invoice.unit.id],
        title,
        dueOn,
        lines: [{ description: title, accountCode: "4000", amount }],
      };
      const { invoiceCreate: made } = await ask(
        `mutation($input: InvoiceCreateInput!, $key: String!) {
          invoiceCreate(input: $input, idempotencyKey: $key) { invoices { id } userErrors { message } } }`,
        { input, key: `${invoice} again` },
      );
      if (made.userErrors.length > 0) return { errors: made.userErrors };
      const [{ id }] = made.invoices;
      const { invoicePublish: published } = await ask(
        `mutation($id: ID!, $key: String!) {
          invoicePublish(id: $id, input: { notify: false }, idempotencyKey: $key) { userErrors { message } } }`,
        { id, key: `${invoice} again, published` },
      );
      return { errors: published.userErrors, id };
    },
    { title, amount, dueOn, invoice: new URL(page.url()).pathname.split("/").pop() },
  );
  assert.deepEqual(errors, [], "another invoice is billed");
  return id;
}

/** Writes an open invoice off: not without a reason, and then for good. */
export async function writesOff(office, words, { site, id, reason }) {
  const { page } = office;
  await page.goto(new URL(`/admin/invoices/${id}`, site).href);
  await page.getByRole("button", { name: words("admin-write-off"), exact: true }).click();
  const dialog = page.getByRole("dialog", { name: words("admin-write-off-title") });
  await dialog.waitFor();
  await office.look("write-off");
  const confirm = dialog.getByRole("button", { name: words("admin-write-off-now"), exact: true });
  await confirm.click();
  await dialog.getByText(words("admin-reason-required")).first().waitFor();
  await office.look("write-off-without-reason");
  await dialog.getByLabel(words("admin-reason")).fill(reason);
  await confirm.click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(words("status-uncollectible"), { exact: true }).first().waitFor();
  await page.getByText(words("timeline-written-off")).first().waitFor();
  assert.equal(await page.getByRole("button", { name: words("admin-record-payment") }).count(), 0, "nothing is owed any more");
  await office.look("written-off");
}
