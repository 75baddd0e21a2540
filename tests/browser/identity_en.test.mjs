// Identity and access in English: from signing up to keys, through the pages alone.
import { test } from "node:test";
import { playIdentity } from "./support/identity.mjs";

test("identity and access in English", (t) => playIdentity({ language: "en", tell: (step) => t.diagnostic(step) }));
