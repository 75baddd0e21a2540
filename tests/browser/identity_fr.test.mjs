// Identity and access in French: from signing up to keys, through the pages alone.
import { test } from "node:test";
import { runIdentityJourney } from "./support/identity.mjs";

test("identity and access in French", (t) => runIdentityJourney({ language: "fr", tell: (step) => t.diagnostic(step) }));
