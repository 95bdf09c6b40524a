/** Why a mutant may survive, by its id: nobody can tell it from the original, or nothing depends on the difference. */
export const survivors: Readonly<Record<string, string>> = {
  "9f3d74633608":
    "Differs for times from 2^47 seconds on: a renewal never shortens, so the bit that stays is set anyway, and no block is that late.",
  "263e6628e3fb":
    "The byte of flags has room: they stand one bit higher, for whoever writes and whoever reads them.",
  "9d6e1f755757": "A copy of the module is read instead of the module; nothing is written.",
  "9648f6c521d3": "A version without a code is linked nowhere, so nothing follows.",
  d2024ea7540d: "A transfer of nothing moves nothing; NXS allows it.",
  afb16e44576d: "What follows reverts with the same error.",
};
