import { Chamber } from "./generated/enums.gen.ts";

/** The chamber that reviews each domain a manifest may name: risk finance, risk reduction, health, ESG. */
export const DOMAIN_CHAMBERS = {
  drf: "Drf",
  drr: "Drr",
  health: "Health",
  esg: "Esg",
} as const satisfies Record<string, Chamber>;

export type Domain = keyof typeof DOMAIN_CHAMBERS;

export const DOMAINS = Object.keys(DOMAIN_CHAMBERS) as readonly Domain[];

/** Chambers that every review engages, whatever its domains. */
export const CORE_CHAMBERS = ["ClauseAuditors", "Security"] as const satisfies readonly Chamber[];

/** Mask of chambers as the contracts hold it: bit n is chamber n. */
export function chamberMask(chambers: readonly Chamber[]): number {
  return chambers.reduce((mask, chamber) => mask | (1 << Chamber.indexOf(chamber)), 0);
}

/** The chambers that a mask names, in the contracts' order. */
export function chambersOfMask(mask: number): Chamber[] {
  return Chamber.filter((chamber) => (mask & chamberMask([chamber])) !== 0);
}

/** Domain mask (uint16) of a list of domains. */
export function domainMask(domains: readonly Domain[]): number {
  return chamberMask(domains.map((domain) => DOMAIN_CHAMBERS[domain]));
}

/** The domains that a mask names, in the contracts' order; bits of other chambers are left out. */
export function domainsOfMask(mask: number): Domain[] {
  return DOMAINS.filter((domain) => (mask & domainMask([domain])) !== 0);
}
