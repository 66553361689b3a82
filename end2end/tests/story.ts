// The whole story, run once with scripts and once without: a recruiter signs up, an administrator approves, a job is
// posted, three people apply with three résumés, the ranking appears with its evidence, one applicant is moved on, one
// is rejected, and each of the three sees their actual status.
import { type Browser, type Page, expect, test } from "@playwright/test";
import { DEMO, type NewPerson, PASSWORD, fixture, hydrated, person, signIn, signUp, unique } from "./people";

const DESCRIPTION = `We build the platform that moves payment data.

## What you bring

- 5 years of experience with data pipelines
- Python and SQL
- Apache Spark and Airflow
- A bachelor's degree in computer science

## Nice to have

- Kafka
- Terraform
`;

/** The résumé that matches the job best. */
const RESUMES = ["priya_jake.pdf", "lukas_lebenslauf.docx", "hannah_sidebar.pdf"] as const;

export async function tellTheStory(browser: Browser, scripts: boolean): Promise<void> {
  const run = unique();
  const recruiter = await person(browser);
  const settled = async (page: Page) => (scripts ? hydrated(page) : undefined);

  await test.step("a recruiter signs up and waits", async () => {
    await recruiter.goto("/sign-up?role=hr");
    await settled(recruiter);
    await signUp(recruiter, { name: `Rita ${run}`, email: `rita.${run}@example.com`, organization: `Works ${run}` });
    await recruiter.goto("/hr");
    await expect(recruiter.getByText("Your account waits for approval")).toBeVisible();
  });

  await test.step("an administrator approves", async () => {
    const admin = await person(browser);
    await signIn(admin, DEMO.admin);
    await admin.goto(`/admin/users?status=pending&q=${run}`);
    await admin.getByRole("button", { name: `Approve Rita ${run}` }).click();
    await expect(admin.getByText("The account is approved")).toBeVisible();
    await admin.goto("/admin/outbox");
    await expect(admin.getByText("Your recruiter account is approved").first()).toBeVisible();
    await admin.context().close();
  });

  const job = await test.step("the recruiter posts a job", async () => {
    await recruiter.goto("/hr/jobs/new");
    await settled(recruiter);
    await recruiter.getByLabel("Title", { exact: true }).fill(`Data engineer ${run}`);
    await recruiter.getByLabel("Text", { exact: true }).fill(DESCRIPTION);
    await recruiter.getByRole("button", { name: "Propose from description" }).click();
    await expect(recruiter.getByLabel("Requirement", { exact: true }).nth(2)).toBeVisible();
    const proposed = await recruiter
      .getByLabel("Requirement", { exact: true })
      .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
    expect(proposed.join(" ")).toMatch(/Python/);
    await settled(recruiter);
    await recruiter.getByRole("button", { name: "Save and publish" }).last().click();
    await expect(recruiter).toHaveURL(/\/hr\/jobs\/[0-9a-f-]{36}$/);
    await expect(recruiter.getByText("No applications yet")).toBeVisible();
    const href = await recruiter.getByRole("link", { name: "Public page" }).getAttribute("href");
    return { public: href ?? "", page: new URL(recruiter.url()).pathname };
  });
  await settled(recruiter);

  const candidates = await test.step("three people apply", async () => {
    const people: { who: NewPerson; page: Page }[] = [];
    for (const [index, resume] of RESUMES.entries()) {
      const name = `${["Priya", "Lukas", "Hannah"][index]} ${run}`;
      const who = { name, email: `${name.replace(" ", ".").toLowerCase()}@example.com` };
      const page = await person(browser);
      await page.goto(job.public);
      await page.getByRole("link", { name: "Apply for this job" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText(`Data engineer ${run}`);
      await settled(page);
      await page.getByLabel("Résumé", { exact: true }).setInputFiles(fixture(resume));
      await page.getByLabel("Your name").fill(who.name);
      await page.getByLabel("E-mail address").fill(who.email);
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await page.getByLabel("I have read this and agree").check();
      await page.getByRole("button", { name: "Send application" }).click();
      await expect(page.getByText("Your application has arrived")).toBeVisible();
      people.push({ who, page });
    }
    return people;
  });

  await test.step("the ranking appears, the best match first", async () => {
    const rows = recruiter.locator("main table").first().locator("tbody tr");
    const ranked = async () => {
      // With scripts the page is updated; without them it has to be reloaded.
      if (!scripts) await recruiter.goto(job.page);
      return rows.filter({ hasText: /\d+\s*out of 100/ }).count();
    };
    await expect.poll(ranked, { timeout: 90_000, intervals: [1000] }).toBe(3);
    await expect(rows.first()).toContainText("Priya");
    const scores = (await rows.allInnerTexts()).map((text) => Number(/(\d+)\s*out of 100/.exec(text)?.[1]));
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
  });

  await test.step("a score opens on its evidence", async () => {
    await recruiter.getByRole("link", { name: candidates[0].who.name }).first().click();
    await expect(recruiter.getByRole("heading", { level: 1 })).toContainText("Priya");
    await expect(recruiter.locator(".portal-side a[aria-current=page]")).toHaveText("Jobs");
    await recruiter.getByRole("link", { name: /^Show .*in the résumé$/ }).first().click();
    await expect(recruiter).toHaveURL(/#e\d+$/);
    const piece = new URL(recruiter.url()).hash.slice(2);
    await expect(recruiter.locator(`.sheet-mark.evidence-${piece} .sheet-mark-place`).first()).toBeInViewport();
  });

  await test.step("one is moved on, one is rejected", async () => {
    await settled(recruiter);
    await recruiter.getByRole("button", { name: "Move to Screening" }).click();
    await expect(recruiter.getByText(/Priya.* moved to Screening/).first()).toBeVisible();

    await recruiter.goto(job.page);
    await settled(recruiter);
    await recruiter.getByRole("link", { name: candidates[2].who.name }).first().click();
    await expect(recruiter.getByRole("heading", { level: 1 })).toContainText("Hannah");
    await settled(recruiter);
    const hannah = recruiter.url();
    await recruiter.getByText("Reject…").click();
    await recruiter.getByRole("button", { name: "A required skill or qualification is missing" }).click();
    // She was the last of the list: back to it, with a way to undo.
    await expect(recruiter.getByText(/Hannah.* rejected/).first()).toBeVisible();
    await expect(recruiter.getByRole("button", { name: "Undo" })).toBeVisible();
    await expect(recruiter).toHaveURL(/\/hr\/jobs\/[0-9a-f-]+\?sort=/);
    await recruiter.goto(hannah);
    await expect(recruiter.getByText(/The candidate is told .*Reopening before that calls the mail back/).first()).toBeVisible();
  });

  await test.step("no candidate learns of a step that can still be called back", async () => {
    const pages = candidates.map(({ page }) => page);
    for (const page of pages) {
      await page.reload();
      await expect(page.getByRole("list", { name: "Stages" }).locator("[aria-current=step]")).toContainText("Applied");
      await expect(page.getByText("A required skill or qualification is missing")).toHaveCount(0);
    }
    await expect(pages[0].getByText("Python").first()).toBeVisible();
    await pages[2].goto("/me");
    const listed = pages[2].getByRole("listitem").filter({ hasText: `Data engineer ${run}` });
    await expect(listed).toBeVisible();
    await expect(listed).not.toContainText("Rejected");
  });

  for (const { page } of candidates) await page.context().close();
  await recruiter.context().close();
}
