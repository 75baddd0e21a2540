// Identity and access in English: from signing up to keys, through the pages alone.
import { test } from "node:test";
import { runIdentityJourney } from "./support/identity.mjs";

test("identity and access in English", (t) => runIdentityJourney({ language: "en", tell: (step) => t.diagnostic(step) }));
