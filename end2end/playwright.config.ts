// How the browser tests run: against a server of their own with a data directory of its own (started by
// scripts/test, or here), with JavaScript off and on, on a desktop and on a phone.
import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

const port = Number(process.env.HIREQ_TEST_PORT ?? 34117);
// The address of a running server; without one, scripts/serve-test builds and starts one.
const given = process.env.HIREQ_BASE_URL;
const baseURL = given ?? `http://127.0.0.1:${port}`;
// Debian's browser if it is installed, otherwise Playwright's own.
const chromium = process.env.HIREQ_CHROMIUM ?? "/usr/bin/chromium";

const desktop = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } };
const phone = { ...devices["Pixel 7"] };

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: Number(process.env.HIREQ_TEST_WORKERS ?? 2),
  fullyParallel: true,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: [["line"], ["json", { outputFile: "test-results/results.json" }]],
  use: {
    baseURL,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: existsSync(chromium) ? chromium : undefined,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  projects: [
    { name: "desktop", use: desktop },
    { name: "desktop without JavaScript", use: { ...desktop, javaScriptEnabled: false } },
    { name: "phone", use: phone },
    { name: "phone without JavaScript", use: { ...phone, javaScriptEnabled: false } },
  ],
  webServer: given
    ? undefined
    : {
        command: `../scripts/serve-test ${port}`,
        url: baseURL,
        timeout: 1_800_000,
        stdout: "ignore",
        stderr: "pipe",
        reuseExistingServer: false,
        gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
      },
});
