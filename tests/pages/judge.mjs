// Judges pages by html-validate, one line of JSON each: { html } is answered by { messages }. Says where axe-core is first.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const rules = {
  // What the standard says; how a page is written down is ours.
  "no-trailing-whitespace": "off",
  "attribute-boolean-style": "off",
  "no-implicit-button-type": "off",
  "no-implicit-input-type": "off",
  // Roles that repeat what a table is are needed where CSS shows it as cards.
  "no-redundant-role": "off",
  "prefer-native-element": "off",
  "long-title": "off",
  "void-style": "off",
  "no-raw-characters": "off",
  "doctype-style": "off",
};
const judge = new HtmlValidate(
  new StaticConfigLoader({ root: true, extends: ["html-validate:standard", "html-validate:a11y"], rules }),
);

const axe = readFileSync(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
process.stdout.write(`${JSON.stringify({ axe })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const report = await judge.validateString(JSON.parse(line).html);
  const messages = report.results.flatMap((result) =>
    result.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`),
  );
  process.stdout.write(`${JSON.stringify({ messages })}\n`);
}
