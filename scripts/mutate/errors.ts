import { NxsError } from "@nexus/protocol";

/** universalmutator, which makes the mutants, isn't on this machine. */
export class MissingToolError extends NxsError {
  readonly code = "MISSING_TOOL";

  constructor() {
    super(
      "universalmutator isn't installed: pip install universalmutator==1.14.1, or name its command in UNIVERSALMUTATOR.",
    );
  }
}

/** There is no target of that name. */
export class UnknownTargetError extends NxsError {
  readonly code = "UNKNOWN_TARGET";

  constructor({ name, known }: { name: string; known: readonly string[] }) {
    super(`Nothing to mutate is named ${name}: choose among ${known.join(", ")}.`);
  }
}

/** Without any mutation the tests fail, so nothing they say about mutants counts. */
export class BrokenBaselineError extends NxsError {
  readonly code = "BROKEN_BASELINE";

  constructor({ target, failed }: { target: string; failed: string }) {
    super(`The tests of ${target} fail on the contracts as they are: ${failed}. Mend that first.`);
  }
}
