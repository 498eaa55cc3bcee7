// Opens pages in a real Chromium and tells as JSON what it found: node browse.cjs CHROMIUM VISITS
// A visit is {file, width, scheme, open, axe, walk}: `walk` names one of the walks below.
"use strict";
const fs = require("node:fs");
const { chromium } = require("playwright-core");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

/** Every rule that axe has, the experimental ones and those of level AAA too. */
const check = async (page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const rules = Object.fromEntries(axe.getRules().map((rule) => [rule.ruleId, { enabled: true }]));
    const { passes, violations, incomplete } = await axe.run(document, { rules });
    const told = (found) => found.map((one) => `${one.id}: ${one.nodes.map((n) => n.html).join(" | ")}`);
    const doubts = incomplete.filter((one) => one.id !== "hidden-content");
    return { passed: passes.length, violations: told(violations), doubts: told(doubts) };
  });
};

const shown = (page) =>
  page.evaluate(() => [...document.querySelectorAll(".adviezen > details")].filter((el) => !el.hidden).length);

const walks = {
  /** Milliseconds from the word to the painted list. */
  filter: (page) =>
    page.evaluate(async () => {
      const zoek = document.getElementById("zoek");
      const times = [];
      for (const word of ["schuld", "awi-2026-00", "bestaat niet", ""]) {
        const start = performance.now();
        zoek.value = word;
        zoek.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
        times.push(Math.round(performance.now() - start));
      }
      return times;
    }),

  /** Search, choose, clear: what stands there after each. */
  search: async (page) => {
    const seen = [await shown(page)];
    const after = async (act) => {
      await act();
      seen.push(await shown(page));
    };
    await after(() => page.fill("#zoek", "SCHULDEN één keer"));
    await after(() => page.fill("#zoek", "schulden"));
    await after(() => page.selectOption("#kies-wie", "voorzitter"));
    await after(() => page.click("#wis"));
    await after(() => page.check("#kies-termijn"));
    await after(() => page.click("#wis"));
    await after(() => page.fill("#zoek", "dit staat nergens"));
    return { seen, status: await page.textContent("[role=status]"), none: await page.isVisible(".geen") };
  },

  /** Only the keyboard: the skip link, the search field, a dossier opened with Enter. */
  keyboard: async (page) => {
    const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim().slice(0, 40));
    await page.keyboard.press("Tab");
    const first = await at();
    await page.keyboard.press("Enter");
    const then = await at();
    await page.keyboard.press("Tab");
    const field = await at();
    await page.keyboard.type("(3)");
    for (let step = 0; step < 9; step++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    const opened = await page.evaluate(() => document.querySelector(".adviezen > details[open] strong").textContent);
    return { first, then, field, opened };
  },

  /** A link to an advies that was filtered away shows and opens it. */
  link: async (page) => {
    await page.fill("#zoek", "dit staat nergens");
    await page.click(".weg ul a >> nth=0");
    await page.waitForSelector(".adviezen > details[open]");
    return { shown: await shown(page), open: await page.locator(".adviezen > details[open]").count() };
  },

  /** Whether the page ever needs to be pushed aside to be read. */
  width: (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
};

(async () => {
  const [executablePath, visits] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const found = [];
  for (const visit of JSON.parse(visits)) {
    const page = await browser.newPage({
      viewport: { width: visit.width, height: 900 },
      colorScheme: visit.scheme,
    });
    const noise = [];
    page.on("console", (message) => noise.push(message.text()));
    page.on("pageerror", (error) => noise.push(error.message));
    page.on("dialog", (dialog) => noise.push(dialog.message()));
    page.on("request", (request) => request.url().startsWith("file:") || noise.push(request.url()));
    await page.goto(`file://${visit.file}`);
    const opened = await page.evaluate(() => Math.round(performance.getEntriesByType("navigation")[0].loadEventEnd));
    if (visit.open) await page.evaluate(() => document.querySelectorAll("details").forEach((el) => (el.open = true)));
    const walk = visit.walk ? await walks[visit.walk](page) : null;
    const seen = visit.axe ? await check(page) : null;
    found.push({ opened, noise, walk, axe: seen });
    await page.close();
  }
  await browser.close();
  console.log(JSON.stringify(found));
})();
