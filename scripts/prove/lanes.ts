/** The lanes of a chamber's word that its result depends on. */
const lanes = {
  ...{
    forVotes: "uint16",
    againstVotes: "uint16",
    abstainVotes: "uint16",
    recused: "uint16",
    total: "uint16",
  },
  ...{ quorumBps: "uint16", approvalBps: "uint16", forVoters: "uint8", mandatory: "bool" },
} as const;

/**
 * The source `Lanes.sol` from that of `ChamberWord.sol`: the text of `passes` itself, but with a struct in the word's place, because
 * a solver can't see through the shifts that pack it (`test/properties/ChamberWord.t.sol` tests those), and with checked
 * arithmetic, so that the `unchecked` block's promise is proven too. Throws if `passes` has changed its form.
 */
export function lanesSource(chamberWord: string): string {
  const [text] =
    /^function passes\(ChamberWord word, uint256 minimumFor\)[\s\S]*?^}$/m.exec(chamberWord) ?? [];
  if (!text?.includes("unchecked {")) {
    throw new Error(
      "contracts/types/ChamberWord.sol has no unchecked `passes(ChamberWord word, uint256 minimumFor)`.",
    );
  }
  const members = Object.entries(lanes).map(([name, type]) => `    ${type} ${name};`);
  const readers = Object.entries(lanes).map(
    ([name, type]) =>
      `function ${name}(Lanes memory word) pure returns (${type}) {\n    return word.${name};\n}`,
  );
  return [
    ...["// SPDX-License-Identifier: Apache-2.0", "pragma solidity ^0.8.37;"],
    ...["struct Lanes {", ...members, "}"],
    "uint256 constant BASIS_POINTS = 10_000;",
    ...readers,
    text.replace("ChamberWord word", "Lanes memory word").replace("unchecked {", "{"),
  ].join("\n");
}
