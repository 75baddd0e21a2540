// The processor's own library for Node against the sandbox: every call the product makes, and its webhooks. It
// reads what the sandbox answers as it reads the real thing, so a sandbox that drifts away is noticed here.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

const need = (name) => {
  const value = process.env[name];
  assert(value, `${name} is not set: this file is run by the test sdk of the crate sandbox`);
  return value;
};
const api = new URL(need("SANDBOX_API"));
const secrets = { connect: need("SANDBOX_CONNECT_SECRET"), account: need("SANDBOX_ACCOUNT_SECRET") };
const Stripe = createRequire(join(need("PROPTY_NODE_MODULES"), "resolve-from-here.js"))("stripe");
const stripe = new Stripe(need("SANDBOX_KEY"), {
  host: api.hostname,
  port: api.port,
  protocol: "http",
  maxNetworkRetries: 0,
  telemetry: false,
});

/** A control of the sandbox. */
async function control(path, body = {}) {
  const answer = await fetch(new URL(`/_sandbox/${path}`, api), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  assert(answer.ok, `${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

const received = [];
const receiver = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    received.push({ path: request.url, signature: request.headers["stripe-signature"], body });
    response.end();
  });
});

/** An account that may be paid, its options for the calls below. */
async function openAccount(country) {
  const bank = country === "US" ? "ach_debit_payments" : "acss_debit_payments";
  const account = await stripe.v2.core.accounts.create({
    display_name: "Harbour Row",
    contact_email: "office@example.org",
    dashboard: "full",
    identity: { country },
    defaults: { responsibilities: { fees_collector: "stripe", losses_collector: "stripe" } },
    configuration: {
      merchant: { capabilities: { card_payments: { requested: true }, [bank]: { requested: true } } },
    },
    metadata: { property: "prop_1" },
    include: ["configuration.merchant", "requirements", "defaults", "identity"],
  });
  const { status } = account.configuration.merchant.capabilities.card_payments;
  assert.equal(status, "pending");
  await control(`accounts/${account.id}/complete_onboarding`);
  return { stripeAccount: account.id };
}

const line = (currency, amount) => ({
  quantity: 1,
  price_data: { currency, unit_amount: amount, product_data: { name: "Invoice 1001" } },
});

function payment(options, amount, type, more = {}) {
  const currency = type === "acss_debit" ? "cad" : "usd";
  return stripe.checkout.sessions.create(
    {
      mode: "payment",
      line_items: [line(currency, amount)],
      allowed_payment_method_types: [type],
      payment_intent_data: { metadata: { payment: "pay_1" }, application_fee_amount: 100 },
      customer_email: "ada@example.org",
      client_reference_id: "pay_1",
      locale: "fr-CA",
      success_url: "http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}",
      cancel_url: "http://127.0.0.1:9/invoices",
      ...more,
    },
    options,
  );
}

async function paid(options, amount, type) {
  const session = await payment(options, amount, type);
  const method = type === "card" ? "card" : "bank";
  const { payment_intent: intent } = await control(`sessions/${session.id}/pay`, { method, outcome: "succeed" });
  return { session: session.id, intent };
}

before(async () => {
  await new Promise((ready) => receiver.listen(0, "127.0.0.1", ready));
  await control("webhooks", { target: `http://127.0.0.1:${receiver.address().port}` });
});

after(() => {
  receiver.closeAllConnections();
  receiver.close();
});

test("an account is opened, linked and read", async () => {
  const { stripeAccount } = await openAccount("CA");
  const link = await stripe.v2.core.accountLinks.create({
    account: stripeAccount,
    use_case: {
      type: "account_onboarding",
      account_onboarding: {
        configurations: ["merchant"],
        refresh_url: "http://127.0.0.1:9/again",
        return_url: "http://127.0.0.1:9/back",
      },
    },
  });
  assert(link.url.startsWith(api.href) && Date.parse(link.expires_at) > Date.parse(link.created));
  const read = await stripe.v2.core.accounts.retrieve(stripeAccount, {
    include: ["configuration.merchant", "requirements", "defaults", "identity"],
  });
  assert.equal(read.configuration.merchant.capabilities.acss_debit_payments.status, "active");
  assert.deepEqual(read.requirements.entries, []);
  assert.equal(read.defaults.currency, "cad");
  assert.equal(read.identity.country, "CA");
});

test("a session is opened, paid and read; another is expired", async () => {
  const options = await openAccount("US");
  const { session: id, intent } = await paid(options, 120_500, "card");
  const session = await stripe.checkout.sessions.retrieve(
    id,
    { expand: ["payment_intent.latest_charge.balance_transaction", "line_items"] },
    options,
  );
  assert.equal(session.status, "complete");
  assert.equal(session.payment_status, "paid");
  assert.equal(session.line_items.data[0].amount_total, 120_500);
  assert.equal(session.payment_intent.id, intent);
  assert.equal(session.payment_intent.latest_charge.balance_transaction.fee, 3_525 + 100);
  const charge = await stripe.charges.retrieve(session.payment_intent.latest_charge.id, {}, options);
  assert.equal(charge.payment_method_details.card.last4, "4242");
  const { intent: waiting } = await paid(options, 50_000, "us_bank_account");
  assert.equal((await stripe.paymentIntents.retrieve(waiting, {}, options)).status, "processing");
  const open = await payment(options, 5_000, "card", { expires_at: Math.floor(Date.now() / 1000) + 3600 });
  assert.equal((await stripe.checkout.sessions.expire(open.id, {}, options)).status, "expired");
  const all = [];
  for await (const one of stripe.checkout.sessions.list({ limit: 2 }, options)) all.push(one.id);
  assert.equal(all.length, 3);
});

test("a card and a bank account are saved, charged and detached", async () => {
  for (const country of ["US", "CA"]) {
    const options = await openAccount(country);
    const currency = country === "US" ? "usd" : "cad";
    const bank = country === "US" ? "us_bank_account" : "acss_debit";
    const customer = await stripe.customers.create(
      { email: "ada@example.org", name: "Ada", metadata: { resident: "res_1" } },
      options,
    );
    assert.equal((await stripe.customers.retrieve(customer.id, {}, options)).email, "ada@example.org");
    const mandate = {
      currency: "cad",
      mandate_options: {
        payment_schedule: "combined",
        interval_description: "when an invoice is due",
        transaction_type: "personal",
      },
    };
    for (const method of ["card", "bank"]) {
      const session = await stripe.checkout.sessions.create(
        {
          mode: "setup",
          currency,
          customer: customer.id,
          allowed_payment_method_types: [method === "card" ? "card" : bank],
          ...(bank === "acss_debit" && method === "bank" ? { payment_method_options: { acss_debit: mandate } } : {}),
          setup_intent_data: { metadata: { lease: "lease_1" } },
          success_url: "http://127.0.0.1:9/saved",
          cancel_url: "http://127.0.0.1:9/autopay",
        },
        options,
      );
      await control(`sessions/${session.id}/save`, { method, outcome: "succeed" });
      const setup = await stripe.setupIntents.retrieve(session.setup_intent, {}, options);
      assert.equal(setup.status, "succeeded");
      assert.equal(setup.metadata.lease, "lease_1");
      const saved = await stripe.paymentMethods.retrieve(setup.payment_method, {}, options);
      assert.equal(saved.customer, customer.id);
      if (method === "bank") {
        assert.equal((await stripe.mandates.retrieve(setup.mandate, {}, options)).status, "active");
      }
      const charge = {
        amount: 120_000,
        currency,
        customer: customer.id,
        payment_method: saved.id,
        off_session: true,
        confirm: true,
        metadata: { payment: "pay_1" },
      };
      const charged = await stripe.paymentIntents.create(charge, { ...options, idempotencyKey: `one:${saved.id}` });
      assert.equal(charged.status, method === "card" ? "succeeded" : "processing");
      if (method === "card") {
        await control(`payment_methods/${saved.id}/outcome`, { outcome: "insufficient_funds" });
        const refused = await stripe.paymentIntents.create(charge, options).catch((error) => error);
        assert(refused instanceof Stripe.errors.StripeCardError, String(refused));
        assert.equal(refused.statusCode, 402);
        assert.equal(refused.code, "card_declined");
        assert.equal(refused.decline_code, "insufficient_funds");
        assert.equal(refused.payment_intent.status, "requires_payment_method");
        assert.equal((await stripe.paymentIntents.cancel(refused.payment_intent.id, {}, options)).status, "canceled");
      }
      const methods = await stripe.customers.listPaymentMethods(customer.id, {}, options);
      assert.equal(methods.data[0].id, saved.id);
      assert.equal((await stripe.paymentMethods.detach(saved.id, {}, options)).customer, null);
      const gone = await stripe.paymentIntents.create(charge, options).catch((error) => error);
      assert(gone instanceof Stripe.errors.StripeInvalidRequestError, String(gone));
    }
    const intents = await stripe.paymentIntents.list({ customer: customer.id }, options);
    assert.equal(intents.data.length, 3);
  }
});

test("money goes back, is disputed and reaches the bank", async () => {
  const options = await openAccount("US");
  const { intent } = await paid(options, 100_000, "card");
  const refund = await stripe.refunds.create({ payment_intent: intent, amount: 25_000, metadata: { case: "1" } }, options);
  assert.equal(refund.status, "succeeded");
  await control(`refunds/${refund.id}/fail`, { reason: "expired_or_canceled_card" });
  const failed = await stripe.refunds.retrieve(refund.id, { expand: ["failure_balance_transaction"] }, options);
  assert.equal(failed.failure_reason, "expired_or_canceled_card");
  assert.equal(failed.failure_balance_transaction.type, "refund_failure");
  assert.equal((await stripe.refunds.list({ payment_intent: intent }, options)).data.length, 1);
  const { dispute: id } = await control(`payment_intents/${intent}/dispute`);
  const dispute = await stripe.disputes.retrieve(id, {}, options);
  assert.equal(dispute.status, "needs_response");
  assert.equal(dispute.amount, 100_000);
  const answered = await stripe.disputes.update(id, { evidence: { uncategorized_text: "The lease" } }, options);
  assert.equal(answered.status, "under_review");
  await control(`disputes/${id}/close`, { status: "won" });
  assert.equal((await stripe.disputes.list({ payment_intent: intent }, options)).data[0].status, "won");
  await paid(options, 40_000, "us_bank_account");
  await control("clock/advance", { business_days: 4 });
  const { payouts } = await control(`accounts/${options.stripeAccount}/payout`).catch(() => ({ payouts: [] }));
  const list = await stripe.payouts.list({}, options);
  assert(list.data.length >= 1 && payouts.every((payout) => list.data.some((one) => one.id === payout)));
  let whole = 0;
  for (const { id: payout } of list.data) {
    const read = await stripe.payouts.retrieve(payout, {}, options);
    const parts = stripe.balanceTransactions.list({ payout, expand: ["data.source"] }, options);
    let sum = 0;
    for await (const part of parts) {
      assert.equal(typeof part.source, "object");
      sum += part.type === "payout" ? 0 : part.net;
    }
    assert.equal(sum, read.amount);
    whole += sum;
  }
  const balance = await stripe.balance.retrieve({}, options);
  whole += balance.available[0].amount + balance.pending[0].amount;
  // The dispute's fee stays after it was won; each payment's fee and the platform's share too.
  assert.equal(whole, 100_000 - 2_930 - 100 - 1_500 + 40_000 - 320 - 100);
});

test("a key replays its answer and takes no other parameters", async () => {
  const options = await openAccount("US");
  const keyed = { ...options, idempotencyKey: "checkout:pay_7" };
  const first = await payment(keyed, 5_000, "card");
  const again = await payment(keyed, 5_000, "card");
  assert.equal(again.id, first.id);
  assert.equal(again.lastResponse.headers["idempotent-replayed"], "true");
  const other = await payment(keyed, 5_001, "card").catch((error) => error);
  assert(other instanceof Stripe.errors.StripeIdempotencyError, String(other));
});

test("accounts see nothing of each other", async () => {
  const [one, two] = [await openAccount("US"), await openAccount("US")];
  const { session, intent } = await paid(one, 5_000, "card");
  for (const read of [
    () => stripe.checkout.sessions.retrieve(session, {}, two),
    () => stripe.paymentIntents.retrieve(intent, {}, two),
    () => stripe.paymentIntents.retrieve(intent),
  ]) {
    const refused = await read().catch((error) => error);
    assert.equal(refused.code, "resource_missing");
  }
  const unknown = await stripe.charges.list({}, { stripeAccount: "acct_nobody" }).catch((error) => error);
  assert(unknown instanceof Stripe.errors.StripePermissionError, String(unknown));
});

test("webhooks are verified by the library, and forgeries are not", async () => {
  const options = await openAccount("US");
  const { session } = await paid(options, 5_000, "card");
  const idle = await fetch(new URL("/_sandbox/idle", api));
  assert.equal((await idle.json()).idle, true);
  const own = received.filter(({ body }) => body.includes(options.stripeAccount));
  const completed = own.find(({ body }) => body.includes('"checkout.session.completed"'));
  assert.equal(completed.path, "/webhooks/stripe/connect");
  const { signature, body } = completed;
  const event = stripe.webhooks.constructEvent(body, signature, secrets.connect);
  assert.equal(event.account, options.stripeAccount);
  assert.equal(event.data.object.id, session);
  for (const [text, secret] of [
    [body, secrets.account],
    [body.replace("unpaid", "paid").replace(session, "cs_test_other"), secrets.connect],
  ]) {
    assert.throws(
      () => stripe.webhooks.constructEvent(text, signature, secret),
      Stripe.errors.StripeSignatureVerificationError,
    );
  }
  const late = Date.now() + 3_600_000;
  assert.throws(() => stripe.webhooks.constructEvent(body, signature, secrets.connect, 300, undefined, late));
  const thin = own.filter(({ path }) => path === "/webhooks/stripe/account");
  assert(thin.length >= 3);
  for (const { signature, body } of thin) {
    const notification = stripe.parseEventNotification(body, signature, secrets.account);
    assert(notification.type.startsWith("v2.core.account"));
    assert.equal(notification.related_object.id, options.stripeAccount);
    const account = await notification.fetchRelatedObject();
    assert.equal(account.id, options.stripeAccount);
    assert.equal((await notification.fetchEvent()).id, notification.id);
  }
});

test("an unwell API is an error that says so", async () => {
  const options = await openAccount("US");
  for (const kind of ["refuse", "non_json", "server_error"]) {
    await control("outage", { kind, path_prefix: "/v1/balance", times: 1 });
    const error = await stripe.balance.retrieve({}, options).catch((failure) => failure);
    assert(error instanceof Error, `${kind}: ${JSON.stringify(error)}`);
  }
  assert.equal((await stripe.balance.retrieve({}, options)).object, "balance");
});
