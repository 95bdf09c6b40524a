export { examine, type Finding } from "./doctor.ts";
export { ContractUnansweredError, ReceiptNotFoundError, TaskNotReplayableError } from "./errors.ts";
export { quarantineOf, releaseVersion } from "./quarantine.ts";
export { type VerifiedReceipt, type VerifyReceiptParameters, verifyReceipt } from "./receipt.ts";
export { type Replay, type ReplayParameters, replay } from "./replay.ts";
export type { Sandbox } from "./sandbox/sandbox.ts";
export { openWasmSandbox, type WasmSandbox, type WasmSandboxOptions } from "./sandbox/wasm-sandbox.ts";
