// The main job in French: from a draft to Paid, through the pages alone.
import { test } from "node:test";
import { runMainJobJourney } from "./support/main_job.mjs";

test("the main job in French, by bank transfer", (t) =>
  runMainJobJourney({ language: "fr", method: "bank", tell: (step) => t.diagnostic(step) }));
