import { Chamber, parametersFor, reviewBoardAbi } from "@nexus/protocol";
import { expect } from "chai";
import type { RunningExecutor } from "../fixtures/executors.ts";
import type { Stack } from "../fixtures/stack.ts";
import { until } from "../fixtures/until.ts";

/** Term units without an appointment: more than two steps take seats out of, each doing what a submission would. */
const IDLE_UNITS = 300;

/**
 * A chamber that nobody was appointed to for so long that the board can't say its weight any more, which a submission needs. An
 * executor that keeps takes expired seats out, and the seat that is left counts.
 */
export async function pruneChamber(
  { contracts, chain: { client } }: Stack,
  start: (environment: Readonly<Record<string, string>>) => Promise<RunningExecutor>,
): Promise<void> {
  const { deployment, dao, publisher, board, atOnce, send } = contracts;
  const { termUnit } = parametersFor(deployment.chainId);
  const chamber = Chamber.indexOf("Health");
  const appoint = async (holder: string, units: number) => {
    const unit = Math.floor(Number((await client.getBlock()).timestamp) / termUnit) + units;
    await send(dao, "ReviewBoard", "appoint", [holder, chamber, 1, 0, unit * termUnit]);
  };
  await atOnce(async () => {
    await appoint(dao.address, 1);
    await appoint(publisher.address, IDLE_UNITS + 10);
  });
  await client.increaseTime({ seconds: IDLE_UNITS * termUnit });
  await client.mine({ blocks: 1 });
  const weight = () =>
    client.readContract({
      address: board,
      abi: reviewBoardAbi,
      functionName: "chamberWeight",
      args: [chamber],
    });
  const unpruned = await weight().catch((fault: Error) => fault.message);
  expect(unpruned).to.include("ReviewerSeatsNotPruned");
  const keeper = await start({ NEXUS_KEEPER: "true" });
  const readable = () =>
    weight().then(
      () => true,
      () => false,
    );
  await until("its expired seats are taken out", readable, { seen: () => keeper.log().slice(-3_000) });
  expect(await weight()).to.equal(1n);
}
