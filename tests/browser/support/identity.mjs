// Identity and access as people live it: an organization begins, its people come and go, and each way in is
// closed to whoever must not use it (any more).
import assert from "node:assert/strict";
import { demo, Inbox, linkIn } from "./demo.mjs";
import * as manager from "./admin_team.mjs";
import * as newcomer from "./sign_up.mjs";
import * as security from "./security.mjs";
import { steps } from "./steps.mjs";
import { startBrowser, Visitor } from "./visitor.mjs";
import { loadMessages } from "./messages.mjs";

const places = {
  en: { country: "account-country-us", street: "12 Orchard Lane", city: "Burlington, VT 05401", zone: "America/New_York" },
  fr: { country: "account-country-ca", street: "12, rue des Vergers", city: "Gatineau (Québec) J8X 2K1", zone: "America/Toronto", region: "QC" },
};
const people = {
  en: { organization: "Orchard Lane Homes", property: "Orchard Lane", founder: "Nora Whitfield", colleague: "Owen Marsh", resident: "Iris Calloway" },
  fr: { organization: "Gestion des Vergers", property: "Les Vergers", founder: "Solène Mercier", colleague: "Étienne Roy", resident: "Maëlle Côté" },
};
const password = "a lantern by the orchard gate";

/** Plays it in one language. `tell` is told of each step that is done. */
export async function runIdentityJourney({ language, tell }) {
  const { site, inbox: inboxAddress } = demo();
  const words = loadMessages(language);
  const otherWords = loadMessages(language === "en" ? "fr" : "en");
  const inbox = new Inbox(inboxAddress);
  const place = places[language];
  // Their own addresses each time, so that the journeys can be played again.
  const run = `${language}-${Date.now().toString(36)}`;
  const names = people[language];
  const someone = (role, name) => ({ name, email: `${role}-${run}@example.com`, password });
  const founder = someone("founder", names.founder);
  const colleague = someone("colleague", names.colleague);
  const resident = someone("resident", names.resident);
  const nobody = someone("nobody", "Alex Weber");
  const key = "Accounting export";
  const { organization, property } = names;

  const browser = await startBrowser();
  try {
    const visitors = [];
    const arrive = async (name) => {
      const visitor = await Visitor.arrive(browser, { name, language });
      visitors.push(visitor);
      return visitor;
    };
    const step = steps(visitors, tell);
    const office = await arrive("office");
    const home = await arrive("home");
    const elsewhere = await arrive("elsewhere");
    const desk = await arrive("desk");
    const stranger = await arrive("stranger");

    // An organization begins.
    const opening = await step("an organization signs up, and is mailed a link", async () => {
      await newcomer.signUp(office, words, { site, organization, ...founder, country: place.country });
      const mail = await inbox.next(founder.email, "the link that opens the organization", ({ text }) => text?.includes("/admin/sign-up/confirm#token="));
      assert.match(mail.subject, words.like("mail-sign-up-subject", { organization }));
      assert(mail.html.includes(`lang="${language}"`), "the mail says its language");
      return linkIn(mail, (address) => address.includes("#token="));
    });
    await step("opening the link uses nothing up", async () => {
      const response = await fetch(opening);
      assert.equal(response.status, 200);
      await stranger.follow(opening);
      await stranger.page.getByRole("button", { name: words("account-confirm-go") }).waitFor();
    });
    await step("its button opens the organization", () => newcomer.confirm(office, words, opening));
    await step("the link works once", () => newcomer.confirmedOnce(stranger, words, opening));
    await step("a property is added", () => manager.addProperty(office, words, { name: property, ...place }));
    await step("its units are added", () => manager.addUnits(office, words, ["101", "102", "P17"]));
    await step("a resident is added and invited", () =>
      manager.addResident(office, words, { unit: "102", ...resident, speaks: language === "en" ? "common-language-french" : "common-language-english" }),
    );
    await step("the resident accepts, in the language they choose", async () => {
      const mail = await inbox.next(resident.email, "the invitation to the portal", ({ text }) => text?.includes("/portal/invitation#token="));
      assert.match(mail.subject, otherWords.like("mail-resident-invitation-subject", { organization }));
      assert(mail.html.includes(`lang="${otherWords.language}"`), "the invitation says its language");
      const link = linkIn(mail, (address) => address.includes("#token="));
      const title = otherWords("account-invitation-resident-title", { property });
      await newcomer.openInvitation(home, link, title, { language: otherWords.language });
      const own = words(language === "en" ? "common-language-english" : "common-language-french");
      await home.page.getByRole("radio", { name: own }).check();
      await home.page.getByRole("heading", { level: 1, name: words("account-invitation-resident-title", { property }) }).waitFor();
      await newcomer.accept(home, words, { name: resident.name, password: "password1" });
      await home.isRefused(home.page.getByRole("main"), [words("error-password-common")]);
      await home.look("invitation-refused");
      await newcomer.accept(home, words, resident);
      await newcomer.findsEmptyPortal(home, words, resident);
      await newcomer.invitationIsDead(stranger, words, link, "account-invitation-resident-ask");
    });
    await step("the manager sees the resident active", () => manager.seesActive(office, words, resident));

    // Ways in.
    await step("who has no second factor can't ask others for one", () => manager.askForSecondFactor(office, words, { refused: true }));
    await step("the manager sets a password", async () => {
      await security.open(office, words);
      await security.setPassword(office, words, password);
    });
    await step("signs in elsewhere, and is signed out there from here", async () => {
      await elsewhere.page.goto(new URL("/admin/units", site).href);
      await security.byPassword(elsewhere, words, founder);
      await elsewhere.page.getByRole("row", { name: words("admin-unit", { unit: "102" }) }).waitFor();
      await office.page.reload();
      await security.endOther(office, words);
      await security.isSignedOut(elsewhere, words);
    });
    const { app, codes } = await step("sets up the second factor", () =>
      security.setUpSecondFactor(office, words, { email: founder.email, closely: true }),
    );
    await step("signs in with password and code, back to where it was", async () => {
      await security.byPassword(elsewhere, words, founder);
      await security.byCode(elsewhere, words, app);
      assert.equal(new URL(elsewhere.page.url()).pathname, "/admin/residents");
      await elsewhere.page.getByRole("row", { name: resident.name }).waitFor();
    });
    await step("signs in with a recovery code", async () => {
      await security.signOut(office, words);
      await security.byPassword(office, words, founder);
      await security.byRecoveryCode(office, words, codes[3]);
      await security.open(office, words);
      await office.page.getByText(words.counted("account-factor-left", 9)).waitFor();
    });

    // The team.
    await step("asks every member for a second factor", () => manager.askForSecondFactor(office, words));
    await step("invites a property manager, who sees nothing until they have one", async () => {
      await manager.goTo(office, words, "team-title");
      const link = await manager.invite(office, words, { ...colleague, property, inbox, closely: true });
      await newcomer.openInvitation(desk, link, words("account-invitation-member-title", { organization }));
      await newcomer.accept(desk, words, colleague);
      const banner = desk.page.getByText(words("account-missing-title", { organization }));
      await banner.waitFor();
      await desk.look("second-factor-missing");
      const places = desk.page.getByRole("navigation", { name: words("common-main-navigation") });
      await places.getByRole("link", { name: words("admin-nav-residents") }).click();
      await desk.page.waitForURL(/\/admin\/residents/);
      await banner.waitFor();
      assert(!(await desk.page.locator("main").innerText()).includes(resident.name), "nothing of the organization is shown");
      await desk.page.getByRole("link", { name: words("account-factor-set-up") }).click();
      await desk.page.getByText(words("account-missing-here")).waitFor();
      await desk.look("second-factor-required");
      await security.setUpSecondFactor(desk, words, { email: colleague.email });
      assert.equal(await banner.count(), 0, "the banner is gone");
      await manager.goTo(desk, words, "admin-nav-residents", "admin-residents-title");
      await desk.page.getByRole("row", { name: resident.name }).waitFor();
      await manager.isForManagers(desk, words, site);
    });
    await step("an invitation sent again replaces the one before, and is withdrawn", async () => {
      await office.page.reload();
      await office.page.getByRole("row", { name: colleague.email }).getByText(words("team-on"), { exact: true }).waitFor();
      const first = await manager.invite(office, words, { ...nobody, property, inbox });
      await office.look("team");
      const second = await manager.inviteAgain(office, words, { ...nobody, inbox });
      assert.notEqual(first, second);
      await newcomer.invitationIsDead(stranger, words, first, "account-invitation-member-ask");
      await stranger.follow(second);
      await stranger.page.getByRole("heading", { level: 1, name: words("account-invitation-member-title", { organization }) }).waitFor();
      await manager.withdraw(office, words, nobody);
      await newcomer.accept(stranger, words, nobody);
      await stranger.page.getByRole("heading", { level: 1, name: words("account-invitation-useless") }).waitFor();
      await newcomer.invitationIsDead(stranger, words, second, "account-invitation-member-ask", { look: false });
    });
    await step("the last manager can't leave", () => manager.staysManager(office, words, { ...founder, property }));
    await step("a member becomes manager, and is removed", async () => {
      await manager.makeManager(office, words, colleague);
      await desk.page.reload();
      await manager.goTo(desk, words, "team-title");
      await desk.page.getByRole("row", { name: founder.email }).waitFor();
      await manager.remove(office, words, colleague);
      const places = desk.page.getByRole("navigation", { name: words("common-main-navigation") });
      await places.getByRole("link", { name: words("admin-nav-residents") }).click();
      await desk.page.getByText(words("error-not-found")).waitFor();
      await desk.page.reload();
      await desk.page.getByRole("heading", { level: 1, name: words("admin-no-membership-title") }).waitFor();
      assert.equal(await places.count(), 0, "there is nowhere to go");
      await desk.look("removed");
    });

    // Programs.
    await step("a key is made, used and revoked", async () => {
      const secret = await manager.makeKey(office, words, { name: key });
      const allowed = await manager.asProgram(site, secret);
      assert.equal(allowed.status, 200);
      const nodes = [{ name: property }];
      assert.deepEqual(allowed.body.data.currentApiKey, { name: key, scopes: ["PROPERTIES_READ"], organization: { properties: { nodes } } });
      await manager.revokeKey(office, words, { name: key });
      assert.equal((await manager.asProgram(site, secret)).status, 401);
    });
    await step("all of it is in the audit", () => manager.readsAudit(office, words, { key, person: colleague.name }));
    await step("a link that is not whole says so", async () => {
      await stranger.follow(new URL("/admin/invitation", site).href);
      await stranger.page.getByText(words("portal-link-missing")).waitFor();
      await stranger.look("invitation-incomplete");
    });
    await step("too many attempts have to wait", () => security.tooManyAttempts(stranger, words, { site, email: nobody.email }));
    for (const visitor of visitors) visitor.clean("the whole journey");
  } finally {
    await browser.close();
  }
}
