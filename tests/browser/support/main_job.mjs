// The main job as two people live it: someone of the team bills, a resident reads and pays, both see Paid.
import assert from "node:assert/strict";
import { demo, Inbox, settleBankDebit } from "./demo.mjs";
import * as office from "./admin.mjs";
import * as portal from "./portal.mjs";
import { steps } from "./steps.mjs";
import { startBrowser, Visitor } from "./visitor.mjs";
import { loadMessages } from "./messages.mjs";

const inThreeWeeks = 21 * 24 * 60 * 60 * 1000;
const formats = { en: (amount) => amount, fr: (amount) => amount.replace(".", ",") };

/** Plays the main job in one language, paid by `card` or `bank`. `tell` is told of each step that is done. */
export async function runMainJobJourney({ language, method, tell }) {
  const { site, inbox: inboxAddress, stripe, sign_in: people } = demo();
  const words = loadMessages(language);
  const other = loadMessages(language === "en" ? "fr" : "en");
  const inbox = new Inbox(inboxAddress);
  const manager = people.organization_manager;
  const who = language === "en" ? people.english_resident : people.french_resident;
  // Its own name each time, so that the journeys can be played again on the same community.
  const title = `${language === "en" ? "Window cleaning" : "Lavage des vitres"} ${Date.now().toString(36)}`;
  const another = `${language === "en" ? "Hallway paint" : "Peinture du hall"} ${Date.now().toString(36)}`;
  const amount = formats[language](method === "card" ? "120.00" : "245.50");
  const dueOn = new Date(Date.now() + inThreeWeeks).toISOString().slice(0, 10);

  const browser = await startBrowser();
  try {
    const admin = await Visitor.arrive(browser, { name: "office", language });
    const resident = await Visitor.arrive(browser, { name: "resident", language });
    let mail, total, link, anotherId;
    const step = steps([admin, resident], tell);

    await step("the manager signs in", () => office.signIn(admin, words, { site, ...manager }));
    await step("the language changes without a reload", async () => {
      if ((await admin.page.locator("html").getAttribute("lang")) === language) {
        await office.switchTo(admin, other, words);
        await admin.look("in-the-other-language", { language: other.language });
      }
      await office.switchTo(admin, words, other);
    });
    await step("every list opens", () => office.visitEveryPage(admin, words));
    await step("filters are in the address", () => office.filtersAreInTheAddress(admin, words));
    await step("an invoice is drafted", () =>
      office.createInvoice(admin, words, { resident: who.name, property: who.property, title, line: title, amount, dueOn }),
    );
    await step("it is published", async () => {
      await inbox.forget(who.email);
      await office.publish(admin, words, { resident: who.name });
    });
    await step("another is billed beside it", async () => {
      anotherId = await office.createSecondInvoice(admin, { title: another, amount: "75.00", dueOn });
    });
    await step("the resident is told, in their language", async () => {
      mail = await inbox.next(who.email, "the invoice", ({ subject }) => subject.includes(title));
      assert.match(mail.subject, words.like("mail-invoice-subject", { title }));
      assert(mail.text.includes(words("mail-invoice-heading")) || mail.html.includes(words("mail-invoice-heading")));
      assert(mail.html.includes(`lang="${language}"`), "the mail says its language");
    });
    await step("they come by the mail and sign in by a link", async () => {
      await portal.followInvoiceMail(resident, words, mail);
      link = await portal.signInByLink(resident, words, { email: who.email, inbox });
    });
    await step("they see what paying several at once costs", () =>
      portal.choosesSeveral(resident, words, { titles: [title, another], site }),
    );
    await step("they find the invoice", () => portal.findInvoice(resident, words, { title, site }));
    await step("they see the fee, leave the hosted page and come back", async () => {
      total = await portal.startPaying(resident, words, { method });
      await portal.onHostedPage(resident, { stripe, total, outcome: "cancel" });
      await resident.page.getByText(words("portal-pay-cancelled")).waitFor();
      await resident.look("left-without-paying");
    });
    await step("they pay", async () => {
      await resident.page.getByRole("link", { name: words("portal-back-to-invoice") }).first().click();
      await resident.page.getByRole("heading", { level: 1, name: title }).waitFor();
      total = await portal.startPaying(resident, words, { method });
      await portal.onHostedPage(resident, { stripe, total, outcome: method });
    });
    if (method === "bank") {
      await step("the transfer is on its way", async () => {
        await portal.followsTo(resident, words, "portal-payment-processing", "on-its-way");
        await office.comesBack(admin, words, { title });
        await admin.page.getByText(words("status-processing"), { exact: true }).first().waitFor();
        await admin.look("transfer-on-its-way");
        await settleBankDebit(stripe);
      });
    }
    await step("the result follows to Paid", () =>
      portal.followsTo(resident, words, "portal-payment-paid", "paid"),
    );
    await step("a receipt comes", async () => {
      const receipt = await inbox.next(who.email, "the receipt", ({ subject }) =>
        words.like("mail-receipt-subject").test(subject),
      );
      assert(receipt.html.includes(`lang="${language}"`), "the receipt says its language");
    });
    await step("the manager sees Paid, and the whole story", async () => {
      // While a transfer is on its way the page follows it by itself.
      if (method === "card") await office.comesBack(admin, words, { title });
      await office.seesPaid(admin, words, { method });
    });
    await step("the other invoice is written off", () =>
      office.writesOff(admin, words, {
        site,
        id: anotherId,
        reason: language === "en" ? "Moved away without an address" : "Parti sans laisser d’adresse",
      }),
    );
    await step("the link that was used does not work again", async () => {
      const stranger = await Visitor.arrive(browser, { name: "stranger", language });
      await portal.linkWorksOnce(stranger, words, link);
      await stranger.leave();
    });
    admin.clean("the whole job");
    resident.clean("the whole job");
  } finally {
    await browser.close();
  }
}
