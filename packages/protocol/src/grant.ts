import type { Hex } from "viem";
import { canonicalBytes } from "./canonical.ts";
import { sha256Digest } from "./digest.ts";
import type { Capability, Manifest } from "./manifest-schema.ts";
import type { RunLimits } from "./parameters.ts";
import { ANY_SCOPE, ISOLATIONS, type Isolation, type Policy, type PolicyRule } from "./policy-schema.ts";

/** What a plugin may do and use in a run. Scopes and walls are sorted, so that one grant has one digest. */
export interface Grant {
  readonly capabilities: readonly { readonly name: Capability["name"]; readonly scope: readonly string[] }[];
  readonly limits: RunLimits;
  readonly isolation: Isolation;
  /** What must stand around the plugin. */
  readonly walls: readonly string[];
}

/** What a policy is asked about. */
export interface PolicyQuestion {
  readonly manifest: Pick<Manifest, "pluginClass" | "capabilities" | "limits" | "artifacts" | "entry">;
  readonly clauseId: Hex;
  /** The DAO's limits, which no policy raises. */
  readonly most: RunLimits;
  /** Walls that stand where the run would be; without them none is missed. */
  readonly walls?: readonly string[];
  /** Unix seconds; without them a policy doesn't end. */
  readonly at?: number;
}

/** Why a plugin isn't run: the rule that says so (an own one of the policy, or one of `BUILT_IN_RULES`), and a sentence. */
export interface PolicyRefusal {
  readonly rule: string;
  readonly words: string;
}

/** What a policy says. The grant holds even with refusals: it is what is left of the wishes. */
export interface PolicyVerdict {
  readonly grant: Grant;
  /** Empty: the plugin may run. */
  readonly refusals: readonly PolicyRefusal[];
  /** Rules of the policy that apply, by id. */
  readonly rules: readonly string[];
}

/** Rules that hold in every policy. */
export const BUILT_IN_RULES = ["default-deny", "validity", "component-size", "walls", "operator"] as const;

type BuiltInRule = (typeof BUILT_IN_RULES)[number];

/** Limits that only make a run void. All others may decide a result, so executors must not differ in them. */
export const BACKSTOP_LIMITS: readonly (keyof RunLimits)[] = ["wallMs", "cpuMs", "prepareMs"];

const refusal = (rule: BuiltInRule, words: string): PolicyRefusal => ({ rule, words });

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const sortedSet = (texts: readonly string[]): string[] => [...new Set(texts)].sort(byText);

/** sha2-256 of a grant's canonical bytes, as receipts name it. */
export function grantDigest({ capabilities, limits, isolation, walls }: Grant): Hex {
  return sha256Digest(canonicalBytes({ capabilities, limits: { ...limits }, isolation, walls }));
}

/**
 * What a plugin is granted for a clause under a policy: what its manifest asks for, and the policy's rules for its class and
 * the clause allow, within the limits of manifest, policy and DAO. The one place where this is decided.
 */
export function evaluatePolicy(policy: Policy, question: PolicyQuestion): PolicyVerdict {
  const { manifest, clauseId } = question;
  const rules = policy.rules.filter(
    ({ classes, clauses }) =>
      (classes?.includes(manifest.pluginClass) ?? true) && (clauses?.includes(clauseId) ?? true),
  );
  const asked = manifest.capabilities.toSorted((a, b) => byText(a.name, b.name));
  const answers = asked.map((capability) => answerOf(rules, capability));
  const grant: Grant = {
    capabilities: answers.flatMap(({ granted }) => granted),
    limits: limitsOf(policy, rules, question),
    isolation: strictestOf([policy.isolation, ...rules.map(({ isolation }) => isolation)]),
    walls: sortedSet([policy.walls, ...rules.map(({ walls }) => walls)].flat()),
  };
  const refusals = [
    ...validityRefusals(policy, question),
    ...answers.flatMap((answer) => answer.refusals),
    ...sizeRefusals(grant, manifest),
    ...wallRefusals(grant, question),
  ];
  return { grant, refusals, rules: rules.map(({ id }) => id).sort(byText) };
}

interface CapabilityAnswer {
  readonly granted: Grant["capabilities"];
  readonly refusals: readonly PolicyRefusal[];
}

function answerOf(rules: readonly PolicyRule[], { name, scope }: Capability): CapabilityAnswer {
  const denials = rules.filter(({ deny }) => deny.includes(name));
  if (denials.length > 0) {
    const refusals = denials
      .map(({ id, reason }) => ({ rule: id, words: `Rule "${id}" denies ${name}: ${reason}` }))
      .sort((a, b) => byText(a.rule, b.rule));
    return { granted: [], refusals };
  }
  const allowances = rules.flatMap(({ allow }) => allow).filter((allowed) => allowed.name === name);
  if (allowances.length === 0)
    return { granted: [], refusals: [refusal("default-deny", `No rule allows ${name} here.`)] };
  const allowed = new Set(allowances.flatMap((allowance) => allowance.scope));
  const isAllowed = (item: string) => allowed.has(ANY_SCOPE) || allowed.has(item);
  const refusals = sortedSet(scope.filter((item) => !isAllowed(item))).map((item) =>
    refusal("default-deny", `No rule allows ${name} on ${item} here.`),
  );
  return { granted: [{ name, scope: sortedSet(scope.filter(isAllowed)) }], refusals };
}

function limitsOf(policy: Policy, rules: readonly PolicyRule[], question: PolicyQuestion): RunLimits {
  const bounds = [
    question.manifest.limits,
    ...[policy, ...rules].map(({ limits }) => limits),
  ] as Partial<RunLimits>[];
  const lowest = (name: keyof RunLimits) =>
    Math.min(question.most[name], ...bounds.flatMap((bound) => bound[name] ?? []));
  const names = Object.keys(question.most) as (keyof RunLimits)[];
  return Object.fromEntries(names.map((name) => [name, lowest(name)])) as unknown as RunLimits;
}

function strictestOf(isolations: readonly (Isolation | null)[]): Isolation {
  return ISOLATIONS.findLast((isolation) => isolations.includes(isolation)) ?? "run";
}

function validityRefusals({ name, notAfter }: Policy, { at }: PolicyQuestion): PolicyRefusal[] {
  if (notAfter === null || at === undefined || at <= notAfter) return [];
  const end = new Date(notAfter * 1_000).toISOString();
  return [refusal("validity", `The policy "${name}" ended at ${end}; a newer one is needed.`)];
}

function sizeRefusals({ limits }: Grant, { artifacts, entry }: PolicyQuestion["manifest"]): PolicyRefusal[] {
  const size = artifacts.find(({ name }) => name === entry.artifact)?.size ?? 0;
  if (size <= limits.componentBytes) return [];
  const words = `The component has ${size} bytes, and ${limits.componentBytes} are allowed.`;
  return [refusal("component-size", words)];
}

function wallRefusals({ walls }: Grant, { walls: standing }: PolicyQuestion): PolicyRefusal[] {
  if (standing === undefined) return [];
  return walls
    .filter((wall) => !standing.includes(wall))
    .map((wall) => refusal("walls", `The wall "${wall}" must stand around this plugin, and doesn't here.`));
}

/**
 * What an operator's own policy leaves of the common one. It may ask for more walls, more isolation and less time; where it
 * would lower what may decide a result, the run is refused, because honest executors would come to different results.
 */
export function evaluatePolicies(
  { common, own }: { readonly common: Policy; readonly own?: Policy | undefined },
  question: PolicyQuestion,
): PolicyVerdict {
  const shared = evaluatePolicy(common, question);
  if (own === undefined) return shared;
  const stricter = evaluatePolicy(own, question);
  const names = Object.keys(question.most) as (keyof RunLimits)[];
  const limits = Object.fromEntries(
    names.map((name) => [name, Math.min(shared.grant.limits[name], stricter.grant.limits[name])]),
  ) as unknown as RunLimits;
  const cut = names.filter(
    (name) => !BACKSTOP_LIMITS.includes(name) && limits[name] < shared.grant.limits[name],
  );
  const grant: Grant = {
    capabilities: sharedCapabilities(shared.grant, stricter.grant),
    limits,
    isolation: strictestOf([shared.grant.isolation, stricter.grant.isolation]),
    walls: sortedSet([...shared.grant.walls, ...stricter.grant.walls]),
  };
  const refusals = [
    ...shared.refusals,
    ...stricter.refusals.map(({ rule, words }) => ({ rule: `${own.name}/${rule}`, words })),
    ...cut.map((name) => operatorRefusal(own, name, grant.limits[name], shared.grant.limits[name])),
  ];
  return {
    grant,
    refusals,
    rules: [...shared.rules, ...stricter.rules.map((rule) => `${own.name}/${rule}`)],
  };
}

function sharedCapabilities(one: Grant, other: Grant): Grant["capabilities"] {
  return one.capabilities.flatMap(({ name, scope }) => {
    const match = other.capabilities.find((capability) => capability.name === name);
    return match === undefined ? [] : [{ name, scope: scope.filter((item) => match.scope.includes(item)) }];
  });
}

function operatorRefusal(
  { name: policy }: Policy,
  limit: string,
  own: number,
  common: number,
): PolicyRefusal {
  const words = `The operator's policy "${policy}" allows ${limit} ${own} where the common one allows ${common}: results could differ, so it isn't run here.`;
  return refusal("operator", words);
}
