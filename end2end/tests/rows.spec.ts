// The rows of a job's form with scripts: they are added, removed, moved and merged in place, and saved as shown.
import { type Browser, type Page, expect, test } from "@playwright/test";
import { DEMO, hydrated, person, signIn, unique } from "./people";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "without scripts the server moves the rows");

const list = (page: Page, name: string) => page.getByRole("list", { name, exact: true }).getByRole("listitem");
const texts = (page: Page) => list(page, "Requirements").getByLabel("Requirement", { exact: true });

/** A new job's page with these requirements typed in. */
async function asking(browser: Browser, wanted: string[]): Promise<Page> {
  const page = await person(browser);
  await signIn(page, DEMO.recruiter);
  await page.goto("/hr/jobs/new");
  await hydrated(page);
  await page.getByLabel("Title", { exact: true }).fill(`Baker ${unique()}`);
  for (const text of wanted) {
    await page.getByRole("button", { name: "Add a requirement" }).click();
    await expect(texts(page).last()).toBeFocused();
    await page.keyboard.type(text);
  }
  return page;
}

async function shows(page: Page, wanted: string[]): Promise<void> {
  await expect(texts(page)).toHaveCount(wanted.length);
  for (const [at, text] of wanted.entries()) await expect(texts(page).nth(at)).toHaveValue(text);
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save draft" }).last().click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page).toHaveURL(/\/hr\/jobs\/[0-9a-f-]{36}\/edit$/);
  await hydrated(page);
}

test("requirements are moved again and again, and are saved as they are seen", async ({ browser }) => {
  const page = await asking(browser, ["Alpha", "Beta", "Gamma", "Delta"]);
  await save(page);
  const press = async (name: string) => {
    const button = page.getByRole("button", { name, exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
  };
  await press("Move requirement 4 up");
  await expect(page.getByRole("button", { name: "Move requirement 3 up", exact: true })).toBeFocused();
  await press("Move requirement 3 up");
  await shows(page, ["Alpha", "Delta", "Beta", "Gamma"]);
  await expect(page.getByRole("button", { name: "Move requirement 2 up", exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Move requirement 1 down", exact: true }).click();
  await page.getByRole("button", { name: "Move requirement 2 down", exact: true }).click();
  const order = ["Delta", "Beta", "Alpha", "Gamma"];
  await shows(page, order);
  await save(page);
  await page.reload();
  await shows(page, order);
  await page.context().close();
});

test("requirements are merged again and again, and lose nothing", async ({ browser }) => {
  const page = await asking(browser, ["5+ years", "Rust or Go", "Fluent English", "Kafka"]);
  const merge = (row: number) =>
    page.getByRole("button", { name: `Requirement ${row} or the one above is enough: make one of both` }).click();
  await merge(3);
  await shows(page, ["5+ years", "Rust, Go or Fluent English", "Kafka"]);
  await merge(2);
  const left = ["5+ years, Rust, Go or Fluent English", "Kafka"];
  await shows(page, left);
  await save(page);
  await page.reload();
  await shows(page, left);
  await page.context().close();
});

test("a removed row leaves its number and the focus to its neighbour", async ({ browser }) => {
  const page = await asking(browser, ["Alpha", "Beta", "Gamma"]);
  await page.getByRole("button", { name: "Remove requirement 1", exact: true }).click();
  await shows(page, ["Beta", "Gamma"]);
  await expect(texts(page).first()).toBeFocused();
  await expect(page.getByRole("button", { name: "Remove requirement 3", exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Remove requirement 2", exact: true }).click();
  await expect(texts(page).first()).toBeFocused();
  await page.getByRole("button", { name: "Remove requirement 1", exact: true }).click();
  await expect(page.getByRole("button", { name: "Add a requirement" })).toBeFocused();
  await page.context().close();
});

test("a proposal fills no empty row with nothing", async ({ browser }) => {
  const page = await asking(browser, ["Alpha"]);
  await page.getByRole("button", { name: "Add a requirement" }).click();
  await page.getByLabel("Text", { exact: true }).fill("Your profile\n\n- Kubernetes\n- Kafka\n");
  await page.getByRole("button", { name: "Propose from description" }).click();
  await expect(texts(page).nth(1)).toHaveValue("Kubernetes");
  await shows(page, ["Alpha", "Kubernetes", "Kafka"]);
  await page.context().close();
});

test("stages and questions move in place too", async ({ browser }) => {
  const page = await asking(browser, []);
  const names = list(page, "Stages").getByLabel("Name", { exact: true });
  const before = await names.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  await names.nth(2).fill("Trial shift");
  await page.getByRole("button", { name: "Move stage 3 up", exact: true }).click();
  await expect(names.nth(1)).toHaveValue("Trial shift");
  await page.getByRole("button", { name: "Move stage 2 down", exact: true }).click();
  await page.getByRole("button", { name: "Move stage 3 down", exact: true }).click();
  await expect(names.nth(3)).toHaveValue("Trial shift");
  const questions = list(page, "Screening questions").getByLabel("Question", { exact: true });
  for (const text of ["At four?", "By bike?"]) {
    await page.getByRole("button", { name: "Add a question" }).click();
    await questions.last().fill(text);
  }
  await page.getByRole("button", { name: "Move question 2 up", exact: true }).click();
  await expect(questions.first()).toHaveValue("By bike?");
  await save(page);
  await page.reload();
  await expect(names.nth(3)).toHaveValue("Trial shift");
  await expect(names.nth(2)).toHaveValue(before[3] ?? "");
  await expect(questions.first()).toHaveValue("By bike?");
  await page.context().close();
});
