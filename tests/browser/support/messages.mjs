// The app's own words, read from its message files: the journeys find things by what a person reads, and a
// changed text breaks no test.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const locales = fileURLToPath(new URL("../../../locales", import.meta.url));

/** All messages of one language (`en` or `fr`), as `name -> source of the message`. */
function messages(language) {
  const all = new Map();
  const folder = join(locales, language);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ftl"))) {
    let name;
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      const start = /^([a-z][\w-]*)\s*=\s*(.*)$/.exec(line);
      if (start) {
        name = start[1];
        all.set(name, start[2]);
      } else if (name && /^\s+\S/.test(line)) {
        all.set(name, `${all.get(name)}\n${line.trim()}`.trim());
      } else {
        name = undefined;
      }
    }
  }
  return all;
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * Words of one language. `words("portal-pay-now")` is the text; `words.like("portal-greeting")` is a pattern
 * that takes anything where the message has a variable, `words.like("portal-greeting", { name: "Ann" })` takes
 * that value. Neither takes a message that chooses by number: `words.counted("team-units-added", 3)` does.
 */
export function loadMessages(language) {
  const all = messages(language);
  const source = (name) => {
    const text = all.get(name);
    if (text === undefined) throw new Error(`no message ${name} in locales/${language}`);
    if (text.includes("->")) throw new Error(`${name} chooses by number; look for something else`);
    return text;
  };
  const words = (name, values = {}) =>
    source(name).replace(/\{\s*\$([\w-]+)\s*\}/g, (_, variable) => {
      if (!(variable in values)) throw new Error(`${name} needs ${variable}`);
      return values[variable];
    });
  words.like = (name, values = {}) =>
    new RegExp(
      source(name)
        .split(/(\{\s*\$[\w-]+\s*\})/)
        .map((part) => {
          const variable = /^\{\s*\$([\w-]+)\s*\}$/.exec(part)?.[1];
          if (!variable) return escape(part);
          return variable in values ? escape(values[variable]) : ".+";
        })
        .join("")
        // The browser's accessible text has plain spaces where the message has unbreakable ones.
        .replace(/\s+/g, "\\s+"),
    );
  words.counted = (name, count) => {
    const text = all.get(name);
    const variable = /^\{\s*\$([\w-]+)\s*->/.exec(text ?? "")?.[1];
    if (!variable) throw new Error(`${name} does not choose by number`);
    const variants = new Map([...text.matchAll(/^\*?\[(\w+)\]\s*(.*)$/gm)].map(([, key, words]) => [key, words]));
    const key = [String(count), new Intl.PluralRules(language).select(count), "other"].find((key) => variants.has(key));
    return variants.get(key).replace(/\{\s*\$([\w-]+)\s*\}/g, String(count));
  };
  words.language = language;
  return words;
}
