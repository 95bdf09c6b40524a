import {
  BaseError,
  ContractFunctionZeroDataError,
  HttpRequestError,
  InsufficientFundsError,
  SwitchChainError,
  TimeoutError,
  UserRejectedRequestError,
} from "viem";

/** Why something that a person asked for didn't happen. */
export type Failure =
  | { readonly kind: "declined" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

const has = (error: BaseError, kind: new (...args: never[]) => Error): boolean =>
  error.walk((cause) => cause instanceof kind) !== null;

const code = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

/** A person said no in their wallet (EIP-1193 code 4001), however the wallet wrapped it. */
export function isDeclined(error: unknown): boolean {
  if (code(error) === 4001 || code(error) === "ACTION_REJECTED") return true;
  if (!(error instanceof BaseError)) return false;
  return error.walk((cause) => cause instanceof UserRejectedRequestError || code(cause) === 4001) !== null;
}

/** A failure of a read, a simulation, a signature or a sending, in words. The contracts' words are loaded when needed. */
export async function explainFailure(error: unknown): Promise<Failure> {
  if (isDeclined(error)) return { kind: "declined" };
  const { refusalSentence, revertDataOf } = await import("./refusal.ts");
  const data = revertDataOf(error);
  if (data !== undefined) return { kind: "refused", reason: refusalSentence(data) };
  if (!(error instanceof BaseError)) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
  return { kind: "failed", reason: reasonOf(error) };
}

function reasonOf(error: BaseError): string {
  if (has(error, InsufficientFundsError))
    return "This account has too little ETH for the value and the gas. Fund it first.";
  if (has(error, ContractFunctionZeroDataError))
    return "There is no contract at the configured address. Was the chain reset? Reload, or correct config.json.";
  if (has(error, SwitchChainError))
    return "The wallet couldn't switch to this page's chain. Switch it there, then try again.";
  if (has(error, HttpRequestError) || has(error, TimeoutError))
    return "The chain's node doesn't answer. Check that it is up, or choose another in the settings.";
  return error.details || error.shortMessage;
}
