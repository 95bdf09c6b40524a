import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";

/** What an author signs to make the salt of a commitment, so that nothing has to be kept: signing again gives it again. */
export function commitmentMessage(of: { chainId: number; escrow: Address; artifactDigest: Hex }): string {
  return [
    "This signature hides your work until you submit it to a bounty. Show it to nobody.",
    `Artifact: ${of.artifactDigest.toLowerCase()}`,
    `BountyEscrow: ${of.escrow.toLowerCase()} on chain ${of.chainId}`,
  ].join("\n");
}

/** The salt that a signature of `commitmentMessage` stands for. */
export const commitmentSalt = (signature: Hex): Hex => keccak256(signature);

/** `BountyEscrow.commitmentOf`: what an author commits to before it submits. */
export function submissionCommitment(of: { account: Address; artifactDigest: Hex; salt: Hex }): Hex {
  const types = [{ type: "address" }, { type: "bytes32" }, { type: "bytes32" }] as const;
  return keccak256(encodeAbiParameters(types, [of.account, of.artifactDigest, of.salt]));
}
