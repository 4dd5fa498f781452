// Reads visits as JSON, opens each in one browser and writes a line for each error.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.PACKAGE}/package.json`);
const pa11y = require(process.env.PACKAGE);
const puppeteer = require("puppeteer");
const visits = JSON.parse(readFileSync(0, "utf8"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROME_PATH,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});
for (const { address, cookies, width } of visits) {
  const page = await browser.newPage();
  await page.setBypassCSP(true);
  // As the browser's own, not as a header: what the page asks for by itself must carry them as well.
  for (const [name, value] of Object.entries(cookies)) await page.setCookie({ name, value, url: address });
  const found = await pa11y(address, {
    browser,
    page,
    viewport: { width, height: 900 },
    timeout: 60_000,
  }).catch((error) => ({ issues: [{ code: "did not open", context: "", message: String(error) }] }));
  for (const issue of found.issues)
    console.log(`${address} at ${width} px: ${issue.code} at ${issue.context}: ${issue.message}`.replace(/\s+/g, " "));
  await page.deleteCookie(...(await page.cookies()));
  await page.close();
}
await browser.close();
