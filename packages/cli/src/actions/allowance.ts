import { type Address, encodeFunctionData, type Hex, type TransactionReceipt } from "viem";
import { type Call, explained, type NexusClient, send, signerOf, simulate } from "../client.ts";
import { ContractRefusalError } from "../errors.ts";

/** A call that takes a token (in its smallest unit; NXS without one) from the caller, by its target without a `spender`. */
export interface TakingCall extends Call {
  readonly takes: bigint;
  readonly token?: Address;
  readonly spender?: Address;
}

async function allowanceOf(
  { publicClient, contracts }: NexusClient,
  token: Address,
  [owner, spender]: readonly [Address, Address],
): Promise<bigint> {
  const { abi } = contracts.nexusToken;
  const read = { address: token, abi, functionName: "allowance", args: [owner, spender] } as const;
  return explained(publicClient.readContract(read));
}

/** Throws what the call would be refused for, once it is allowed to take the NXS. */
async function checkAllButAllowance(client: NexusClient, call: Call): Promise<void> {
  try {
    await simulate(client, call);
  } catch (error) {
    if (error instanceof ContractRefusalError && error.refusal === "ERC20InsufficientAllowance") return;
    throw error;
  }
}

async function allow(
  client: NexusClient,
  { takes, token, spender, ...call }: TakingCall,
): Promise<Hex | undefined> {
  const { address: nxs, abi } = client.contracts.nexusToken;
  const address = token ?? nxs;
  const taker = spender ?? call.to;
  if ((await allowanceOf(client, address, [signerOf(client).address, taker])) >= takes) return undefined;
  await checkAllButAllowance(client, call);
  const data = encodeFunctionData({ abi, functionName: "approve", args: [taker, takes] });
  return (await send(client, { to: address, data })).transactionHash;
}

/** Sends a call after allowing it to take the token. A call that is refused for another reason costs nothing. */
export async function sendTaking(
  client: NexusClient,
  call: TakingCall,
): Promise<{ receipt: TransactionReceipt; approveTx?: Hex }> {
  const approveTx = await allow(client, call);
  const receipt = await send(client, call);
  return { receipt, ...(approveTx !== undefined && { approveTx }) };
}
