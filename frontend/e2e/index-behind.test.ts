import { theWorld } from "./stack.ts";
import { type Visitor, visit } from "./visitor.ts";

describe("while the index is behind", () => {
  let visitor: Visitor;
  let paused: number | undefined;

  const resume = () => {
    if (paused !== undefined) process.kill(paused, "SIGCONT");
    paused = undefined;
  };

  afterEach(async () => {
    resume();
    await visitor.leave();
  });

  it("says so, still shows one's own receipt, and catches up", async () => {
    const { open, stack } = theWorld();
    visitor = await visit("clause-2");
    const { page, go, connect } = visitor;
    await go(`/reviews/${open.proposalId}`);
    await connect();
    await page.getByRole("radio", { name: "For" }).check();
    await page.getByLabel("Reason").fill("Sent while the index slept.");

    const index = stack.processes.find(({ name }) => name === "Index");
    if (index === undefined) throw new Error("the stack has no index");
    paused = index.pid;
    process.kill(paused, "SIGSTOP");
    await page.getByRole("button", { name: "Vote by transaction" }).click();
    await page.getByText(/Block [0-9]+; lists show it once the index gets there\./).waitFor();
    await page.getByText(/Your part is done/).waitFor();
    await page.getByText(/The index is [0-9]+ blocks behind|The index doesn't answer/).waitFor();

    resume();
    await page.getByText(/Block [0-9]+; lists show it\./).waitFor();
    await page.getByText("Sent while the index slept.").waitFor();
    await page
      .getByText(/The index is [0-9]+ blocks behind|The index doesn't answer/)
      .waitFor({ state: "hidden" });
  });
});
