import { NxsError } from "@nexus/protocol";

/** No transaction in the blocks after the recorded start made a contract. */
export class CreationNotFoundError extends NxsError {
  readonly code = "CREATION_NOT_FOUND";

  constructor({ address, from, to }: { address: string; from: number; to: number }) {
    super(
      `No transaction in blocks ${from} to ${to} created ${address}: is the deployment recorded for this chain, with its start block?`,
    );
  }
}

/** A contract was created from other code than this build's. */
export class OtherCodeError extends NxsError {
  readonly code = "OTHER_CODE";

  constructor({ name, address }: { name: string; address: string }) {
    super(
      `${name} at ${address} wasn't created from this build's code: check out the version that was deployed.`,
    );
  }
}

/** An explorer refused a contract, or didn't answer as it should. */
export class ExplorerRefusalError extends NxsError {
  readonly code = "EXPLORER_REFUSAL";

  constructor({ name, url, answer }: { name: string; url: string; answer: string }) {
    super(`${url} didn't verify ${name}: ${answer}`);
  }
}
