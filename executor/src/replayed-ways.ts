import { ContractUnansweredError, TaskNotReplayableError } from "./errors.ts";

type Fault = ContractUnansweredError | TaskNotReplayableError;

/**
 * The first way to replay a task that gives what was settled, else the last that gave a result. Anybody in the panel can state a
 * grant under which the plugin can't run, or asks what nobody can answer any more: such a way says nothing about the others. As long as one
 * is open for want of an answer, though, the others don't prove the settled result wrong.
 * @throws ContractUnansweredError, TaskNotReplayableError
 */
export async function firstMatch<Way, Result extends { readonly matches: boolean }>(
  ways: readonly Way[],
  attempt: (way: Way) => Promise<Result>,
): Promise<Result> {
  const results: Result[] = [];
  const faults: Fault[] = [];
  for (const way of ways) {
    try {
      const result = await attempt(way);
      if (result.matches) return result;
      results.push(result);
    } catch (fault) {
      if (!isOfOneWay(fault)) throw fault;
      faults.push(fault);
    }
  }
  const open = faults.find((fault) => fault instanceof ContractUnansweredError);
  const last = results.at(-1);
  if (open === undefined && last !== undefined) return last;
  throw open ?? faults[0] ?? new RangeError("There is no way to replay the task.");
}

function isOfOneWay(fault: unknown): fault is Fault {
  return fault instanceof ContractUnansweredError || fault instanceof TaskNotReplayableError;
}
