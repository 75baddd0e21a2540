// The running demo: where it is, its inbox, and the controls of its sandbox.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/** What `propty-demo --ready-file` wrote: addresses and who can sign in. */
export function demo() {
  const path = process.env.PROPTY_DEMO;
  assert(path, "PROPTY_DEMO has to name the file the demo writes when it is ready; run `cargo xtask test`");
  return JSON.parse(readFileSync(path, "utf8"));
}

async function json(response) {
  const text = await response.text();
  assert(response.ok, `${response.url} answered ${response.status}: ${text.slice(0, 400)}`);
  return text ? JSON.parse(text) : undefined;
}

/** The mails that people get; each is taken once. */
export class Inbox {
  #base;
  #taken = new Set();

  constructor(base) {
    this.#base = base;
  }

  /** Takes the mails that are there already, so that `next` waits for new ones. */
  async forget(to) {
    for (const message of await this.#messages(to)) this.#taken.add(message.id);
  }

  /**
   * The next mail to `to` for which `fits` is true, as soon as it is there. `what` names it in a failure.
   * The inbox holds the request until something comes, so this neither sleeps nor looks again and again.
   */
  async next(to, what, fits) {
    for (;;) {
      const messages = await this.#messages(to);
      const found = messages.find((message) => !this.#taken.has(message.id) && fits(message));
      if (found) {
        this.#taken.add(found.id);
        return found;
      }
      const after = Math.max(0, ...messages.map((message) => message.id));
      const wait = await fetch(new URL(`/api/wait?${new URLSearchParams({ to, after })}`, this.#base));
      await wait.text();
      assert(wait.ok, `no mail to ${to}: ${what}. There are: ${messages.map(({ subject }) => subject).join(" | ") || "none"}`);
    }
  }

  async #messages(to) {
    const { data } = await json(await fetch(new URL(`/api/messages?${new URLSearchParams({ to })}`, this.#base)));
    return data;
  }
}

/** The first address in a mail's text that `fits`. */
export function linkIn(message, fits) {
  const addresses = message.text?.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const found = addresses.map((address) => address.replace(/[.,;)]+$/, "")).find(fits);
  assert(found, `no such link in "${message.subject}": ${addresses.join(" ") || "it has none"}`);
  return found;
}

/**
 * Lets the newest transfer that is on its way arrive. The sandbox's clock stays where it is: moved ahead of
 * the server's, it would find the next payment page expired before it is opened.
 */
export async function settleBankDebit(stripe) {
  const { data } = await json(await fetch(new URL("/_sandbox/events?type=payment_intent.processing", stripe)));
  const intent = data.at(-1)?.data.object.id;
  assert(intent, "the bank knows of no transfer on its way");
  await json(await fetch(new URL(`/_sandbox/payment_intents/${intent}/settle`, stripe), { method: "POST" }));
}
