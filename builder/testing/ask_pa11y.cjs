// Asks pa11y about pages, one after the other in one Chromium, and prints what it finds as JSON.
// node ask_pa11y.cjs CHROMIUM ADDRESS…, with NODE_DIR naming the folder of npm packages.

"use strict";

const { createRequire } = require("node:module");
const { join, resolve } = require("node:path");

const load = createRequire(join(resolve(process.env.NODE_DIR), "package.json"));
const pa11y = load("pa11y");
const puppeteer = load("puppeteer");

(async () => {
  const [executablePath, ...addresses] = process.argv.slice(2);
  const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--mute-audio"] });
  const found = [];
  try {
    for (const address of addresses) {
      const told = await pa11y(address, { browser, standard: "WCAG2AAA", runners: ["axe", "htmlcs"] });
      for (const { code, message, selector, runnerExtras } of told.issues) {
        // What stands behind the words of a drawing axe cannot tell; it is measured by a test of ours.
        if (runnerExtras?.needsFurtherReview && / svg > text/.test(selector)) continue;
        found.push({ address, code, message, selector });
      }
    }
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(found));
})();
