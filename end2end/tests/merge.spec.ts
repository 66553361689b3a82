// Two uploads of one person are told of, merged, and taken apart again.
import { expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn, unique } from "./people";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "files are sent with scripts here; the server's tests go without");

test("a recruiter merges two records of one person and takes it back", async ({ browser }) => {
  test.setTimeout(120_000);
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  // In letters alone: a reader takes no digits for part of a name.
  const run = unique().replace(/[0-9]/g, (digit) => "ghijklmnop"[Number(digit)] ?? "");
  const mail = `ada.${run}@example.com`;
  const file = (name: string, address: string) => ({
    name: `${name}.txt`,
    mimeType: "text/plain",
    buffer: Buffer.from(`${name}\nBaker\n${address}\n\nEXPERIENCE\nBaker, Mill\n2019 - 2022\n- Baked bread\n`),
  });
  const [first, second] = [`Ada Amber${run}`, `Adelheid Amber${run}`];
  await page.goto("/hr/upload");
  await hydrated(page);
  await page.getByLabel("Résumés", { exact: true }).setInputFiles([file(first, mail), file(second, mail.toUpperCase())]);
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await expect(page.getByText("(same e-mail)").first()).toBeVisible({ timeout: 60_000 });

  await page.goto(`/hr/candidates?q=${encodeURIComponent(mail)}`);
  await page.getByRole("link", { name: first }).click();
  await expect(page.getByRole("heading", { level: 1, name: first })).toBeVisible();
  await page.getByRole("link", { name: `Merge with ${second}` }).click();
  await expect(page.getByRole("columnheader", { name: "Result" })).toBeVisible();
  await hydrated(page);
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(page.getByText(`Merged with another record, ${second}`)).toBeVisible();
  await hydrated(page);
  await page.getByRole("button", { name: "Undo the merge" }).click();
  await expect(page.getByText("Possible duplicate")).toBeVisible();
  await page.context().close();
});
