// A recruiter invites a colleague, who joins by the link. The test server sends no mail, so the link is on the page.
import { expect, test } from "@playwright/test";
import { DEMO, PASSWORD, person, signIn, unique } from "./people";

test("a colleague is invited, joins by the link, and is in the team", async ({ browser, baseURL }) => {
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/team");
  const run = unique();
  const address = `colleague-${run}@example.com`;
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Invite" }).click();
  const link = page.getByLabel(`Link for ${address}`);
  await expect(link).toBeVisible();
  const token = new URL(await link.inputValue()).searchParams.get("token") ?? "";
  const colleague = await person(browser);
  await colleague.goto(`${baseURL}/join?token=${token}`);
  await expect(colleague.getByRole("heading", { level: 1, name: /^Join / })).toBeVisible();
  await colleague.getByLabel("Your name").fill(`Colleague ${run}`);
  await colleague.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await colleague.getByRole("button", { name: "Join" }).click();
  await expect(colleague).toHaveURL(/\/hr$/);
  await colleague.goto("/hr/team");
  await expect(colleague.getByRole("paragraph").filter({ hasText: `Colleague ${run}` })).toBeVisible();
  await expect(colleague.getByText(`Link for ${address}`)).toHaveCount(0);
  for (const one of [page, colleague]) await one.context().close();
});
