/** Chambers of the Review Board in the contracts' order: the place is the enum's value and the bit of a domain mask. */
export const CHAMBERS = ["clause-auditors", "security", "drf", "drr", "health", "esg", "hubs"] as const;

export type Chamber = (typeof CHAMBERS)[number];

/** Domains that a version or clause may name: disaster risk finance, disaster risk reduction, health, ESG. */
export const DOMAINS = ["drf", "drr", "health", "esg"] as const satisfies readonly Chamber[];

export type Domain = (typeof DOMAINS)[number];

/** Chambers that every review engages, whatever its domains. */
export const CORE_CHAMBERS = ["clause-auditors", "security"] as const satisfies readonly Chamber[];

/** Domain mask (uint16) of a list of domains. */
export function domainMask(domains: readonly Domain[]): number {
  return domains.reduce((mask, domain) => mask | (1 << CHAMBERS.indexOf(domain)), 0);
}

/** The domains that a mask names, in the contracts' order; other bits are left out. */
export function domainsOfMask(mask: number): Domain[] {
  return DOMAINS.filter((domain) => (mask & domainMask([domain])) !== 0);
}
