// The authenticator app on a phone: scans the picture, then shows codes (RFC 6238).
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.PROPTY_NODE_MODULES, "resolve-from-here.js"));
const reader = readFileSync(require.resolve("jsqr"), "utf8");

const seconds = 30;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function bytesOf(base32) {
  const bits = [...base32.toUpperCase()].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

export class Authenticator {
  #secret;
  #shown = 0;

  constructor(uri) {
    const { protocol, searchParams } = new URL(uri);
    assert.equal(protocol, "otpauth:");
    this.#secret = bytesOf(searchParams.get("secret"));
  }

  /**
   * A code the server has not seen yet. It takes the codes before and after too, so this begins with one that
   * is good for a quarter of a minute at least, and two codes can be had without waiting.
   */
  code() {
    const now = Date.now() / 1000;
    const step = Math.max(this.#shown + 1, Math.floor((now - seconds / 2) / seconds));
    assert(step <= Math.floor(now / seconds) + 1, "more codes than an app shows in this time");
    this.#shown = step;
    return this.#at(step);
  }

  /** A code whose time is long over. */
  old() {
    return this.#at(Math.floor(Date.now() / 1000 / seconds) - 100);
  }

  #at(step) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac("sha1", this.#secret).update(counter).digest();
    const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
  }
}

/** What the QR code says that `visitor` sees at `locator`, read from its picture as a phone would. */
export async function scan(visitor, locator) {
  const picture = (await locator.screenshot()).toString("base64");
  // On an empty page, whose policy lets a picture be looked into.
  const page = await visitor.context.newPage();
  try {
    await page.evaluate(reader);
    return await page.evaluate(async (picture) => {
      const bytes = Uint8Array.from(atob(picture), (byte) => byte.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      canvas.drawImage(bitmap, 0, 0);
      const { data, width, height } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
      return window.jsQR(data, width, height)?.data;
    }, picture);
  } finally {
    await page.close();
  }
}
