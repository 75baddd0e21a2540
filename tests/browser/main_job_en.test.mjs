// The main job in English: from a draft to Paid, through the pages alone.
import { test } from "node:test";
import { runMainJobJourney } from "./support/main_job.mjs";

test("the main job in English, by card", (t) =>
  runMainJobJourney({ language: "en", method: "card", tell: (step) => t.diagnostic(step) }));
