import {
  ANY_SCOPE,
  BACKSTOP_LIMITS,
  CAPABILITIES,
  type Capability,
  DEFAULT_POLICY,
  evaluatePolicies,
  evaluatePolicy,
  type Grant,
  grantDigest,
  ISOLATIONS,
  PLUGIN_CLASSES,
  type Policy,
  type PolicyQuestion,
  RUN_LIMITS,
  type RunLimits,
  validatePolicy,
} from "@nexus/protocol";
import { expect } from "chai";
import fc from "fast-check";
import { word } from "./vectors.ts";

const LIMIT_NAMES = Object.keys(RUN_LIMITS) as (keyof RunLimits)[];
const PAGE = 65_536;
const SCOPES = ["alpha", "beta", "gamma", ANY_SCOPE];
const CLAUSES = [word(1), word(2), word(3)];

const limits = fc
  .subarray(LIMIT_NAMES)
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.integer({ min: 1, max: 2_000 })))),
  )
  .map((pairs) =>
    Object.fromEntries(pairs.map(([name, n]) => [name, name === "memoryBytes" ? n * PAGE : n * 50])),
  );

const rule = fc.record({
  reason: fc.constant("Because."),
  classes: fc.option(fc.subarray([...PLUGIN_CLASSES], { minLength: 1 })),
  clauses: fc.option(fc.subarray(CLAUSES, { minLength: 1 })),
  allow: fc.array(fc.record({ name: fc.constantFrom(...CAPABILITIES), scope: fc.subarray(SCOPES) }), {
    maxLength: 4,
  }),
  deny: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...CAPABILITIES], { maxLength: 1 })),
  isolation: fc.option(fc.constantFrom(...ISOLATIONS)),
  walls: fc.subarray(["process", "bwrap", "gvisor"]),
  limits,
});

const policies = fc
  .record({
    policyVersion: fc.constant("1"),
    name: fc.constantFrom("common", "other"),
    notAfter: fc.option(fc.integer({ min: 0, max: 100 })),
    isolation: fc.constantFrom(...ISOLATIONS),
    walls: fc.subarray(["process", "bwrap"]),
    limits,
    rules: fc.array(rule, { maxLength: 6 }),
  })
  .map((draft) =>
    validatePolicy({ ...draft, rules: draft.rules.map((item, i) => ({ id: `rule-${i}`, ...item })) }),
  );

const questions = fc.record({
  manifest: fc.record({
    pluginClass: fc.constantFrom(...PLUGIN_CLASSES),
    capabilities: fc
      .subarray([...CAPABILITIES])
      .chain((names) =>
        fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), scope: fc.subarray(SCOPES) }))),
      ),
    limits: fc.record({
      memoryBytes: fc.integer({ min: 1, max: 4_000 }).map((pages) => pages * PAGE),
      wallMs: fc.integer({ min: 1, max: 3_600_000 }),
      cpuMs: fc.integer({ min: 1, max: 3_600_000 }),
      outputBytes: fc.integer({ min: 1, max: 33_554_432 }),
    }),
    artifacts: fc.integer({ min: 1, max: 33_554_432 }).map((size) => [{ name: "a", size }]),
    entry: fc.constant({ artifact: "a" }),
  }),
  clauseId: fc.constantFrom(...CLAUSES),
  most: fc.constant(RUN_LIMITS),
  walls: fc.subarray(["process", "bwrap", "gvisor"]),
  at: fc.integer({ min: 0, max: 200 }),
}) as unknown as fc.Arbitrary<Required<PolicyQuestion>>;

const applies = ({ classes, clauses }: Policy["rules"][number], { manifest, clauseId }: PolicyQuestion) =>
  (classes === null || classes.includes(manifest.pluginClass)) &&
  (clauses === null || clauses.includes(clauseId));

const within = (grant: Grant, bound: Partial<Record<keyof RunLimits, number | undefined>>) =>
  LIMIT_NAMES.every((name) => grant.limits[name] <= (bound[name] ?? Number.POSITIVE_INFINITY));

const scopesOf = (list: readonly { name: string; scope: readonly string[] }[]) =>
  new Map(list.map(({ name, scope }) => [name, new Set(scope)]));

describe("a grant", () => {
  it("never exceeds what the manifest asks for", () => {
    fc.assert(
      fc.property(policies, questions, (policy, question) => {
        const { grant } = evaluatePolicy(policy, question);
        expect(within(grant, question.manifest.limits)).to.equal(true);
        const asked = scopesOf(question.manifest.capabilities);
        for (const { name, scope } of grant.capabilities) {
          expect(scope.every((item) => asked.get(name)?.has(item))).to.equal(true);
        }
      }),
    );
  });

  it("never exceeds the DAO's limits, nor those of the policy and its rules", () => {
    fc.assert(
      fc.property(policies, questions, (policy, question) => {
        const { grant } = evaluatePolicy(policy, question);
        expect(within(grant, RUN_LIMITS)).to.equal(true);
        expect(within(grant, policy.limits)).to.equal(true);
        for (const item of policy.rules.filter((candidate) => applies(candidate, question))) {
          expect(within(grant, item.limits)).to.equal(true);
          if (item.isolation === "run") expect(grant.isolation).to.equal("run");
          expect(grant.walls).to.include.members(item.walls);
        }
      }),
    );
  });

  it("holds no capability and no scope without a rule for them, nor any that a rule denies", () => {
    fc.assert(
      fc.property(policies, questions, (policy, question) => {
        const rules = policy.rules.filter((candidate) => applies(candidate, question));
        for (const { name, scope } of evaluatePolicy(policy, question).grant.capabilities) {
          expect(rules.some(({ deny }) => deny.includes(name))).to.equal(false);
          const allowed = rules.flatMap(({ allow }) => allow.filter((item) => item.name === name));
          expect(allowed).not.to.deep.equal([]);
          const scopes = new Set(allowed.flatMap((item) => item.scope));
          expect(scopes.has(ANY_SCOPE) || scope.every((item) => scopes.has(item))).to.equal(true);
        }
      }),
    );
  });

  it("lacks something that was asked for exactly if a refusal says so", () => {
    fc.assert(
      fc.property(policies, questions, (policy, question) => {
        const { grant, refusals } = evaluatePolicy(policy, question);
        const got = scopesOf(grant.capabilities);
        const complete = question.manifest.capabilities.every(
          ({ name, scope }) => got.get(name)?.size === scope.length,
        );
        const others = ["validity", "component-size", "walls"];
        expect(refusals.every(({ rule }) => others.includes(rule))).to.equal(complete);
      }),
    );
  });

  it("doesn't depend on the order of rules, capabilities, scopes or walls", () => {
    const shuffled = <T>(items: readonly T[]) =>
      fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
    const cases = fc.tuple(policies, questions).chain(([policy, question]) =>
      fc.record({
        policy: fc.constant(policy),
        question: fc.constant(question),
        rules: shuffled(policy.rules),
        capabilities: shuffled(question.manifest.capabilities),
      }),
    );
    fc.assert(
      fc.property(cases, ({ policy, question, rules, capabilities }) => {
        const turned: Capability[] = capabilities.map(({ name, scope }) => ({
          name,
          scope: scope.toReversed(),
        }));
        const other = evaluatePolicy(
          { ...policy, rules, walls: policy.walls.toReversed() },
          { ...question, manifest: { ...question.manifest, capabilities: turned } },
        );
        const verdict = evaluatePolicy(policy, question);
        expect(other).to.deep.equal(verdict);
        expect(grantDigest(other.grant)).to.equal(grantDigest(verdict.grant));
        expect(evaluatePolicy(policy, question)).to.deep.equal(verdict);
      }),
    );
  });

  it("is never widened by an operator's own policy, which may not change what decides a result", () => {
    const decisive = LIMIT_NAMES.filter((name) => !BACKSTOP_LIMITS.includes(name));
    fc.assert(
      fc.property(policies, policies, questions, (common, own, question) => {
        const alone = evaluatePolicy(common, question).grant;
        const { grant, refusals } = evaluatePolicies({ common, own }, question);
        expect(within(grant, alone.limits)).to.equal(true);
        expect(grant.walls).to.include.members([...alone.walls]);
        const before = scopesOf(alone.capabilities);
        for (const { name, scope } of grant.capabilities) {
          expect(scope.every((item) => before.get(name)?.has(item))).to.equal(true);
        }
        if (refusals.length > 0) return;
        expect(grant.capabilities).to.deep.equal(alone.capabilities);
        for (const name of decisive) expect(grant.limits[name]).to.equal(alone.limits[name]);
      }),
    );
  });
});

const question: PolicyQuestion = {
  manifest: {
    pluginClass: "clause-validator",
    capabilities: [{ name: "log", scope: [] }],
    limits: { memoryBytes: 8_388_608, wallMs: 2_000, cpuMs: 1_000, outputBytes: 4_096 },
    artifacts: [{ name: "a", size: 10, mediaType: "application/wasm", digest: word(1), cid: "b" }],
    entry: { artifact: "a", witPackage: "nexus:plugin@0.1.0", witWorld: "base" },
  },
  clauseId: word(1),
  most: RUN_LIMITS,
};

describe("the default policy", () => {
  it("grants a log, within the lower of manifest's and DAO's limits, behind the process's wall", () => {
    expect(evaluatePolicy(DEFAULT_POLICY, question)).to.deep.equal({
      grant: {
        capabilities: [{ name: "log", scope: [] }],
        limits: { ...RUN_LIMITS, memoryBytes: 8_388_608, wallMs: 2_000, cpuMs: 1_000, outputBytes: 4_096 },
        isolation: "plugin",
        walls: ["process"],
      },
      refusals: [],
      rules: ["clause-data-for-computing", "log-for-all", "wasi-stub-for-all"],
    });
  });

  it("grants by class: documents to those who compute, artifacts to those who show, contracts to nobody", () => {
    const names = ["log", "clause-data", "chain-read", "artifacts", "wasi-stub"] as const;
    const capabilities = names.map((name) => ({ name, scope: ["one"] }));
    const granted = (pluginClass: (typeof PLUGIN_CLASSES)[number]) => {
      const manifest = { ...question.manifest, pluginClass, capabilities };
      const { grant } = evaluatePolicy(DEFAULT_POLICY, { ...question, manifest });
      return grant.capabilities.filter(({ scope }) => scope.length > 0).map(({ name }) => name);
    };
    expect(Object.fromEntries(PLUGIN_CLASSES.map((name) => [name, granted(name)]))).to.deep.equal({
      "simulation-engine": ["artifacts", "clause-data", "wasi-stub"],
      "clause-validator": ["clause-data", "wasi-stub"],
      "visualization-module": ["artifacts", "clause-data", "wasi-stub"],
      "governance-extension": ["wasi-stub"],
      "risk-analytics-library": ["artifacts", "clause-data", "wasi-stub"],
    });
  });

  it("refuses a component above the limit, naming the rule", () => {
    const most = { ...RUN_LIMITS, componentBytes: 9 };
    expect(evaluatePolicy(DEFAULT_POLICY, { ...question, most }).refusals).to.deep.equal([
      { rule: "component-size", words: "The component has 10 bytes, and 9 are allowed." },
    ]);
  });
});

describe("an operator's own policy", () => {
  const own = (changes: Partial<Policy>): Policy => ({ ...DEFAULT_POLICY, name: "careful", ...changes });

  it("may ask for less time, more walls and more isolation", () => {
    const careful = own({ limits: { wallMs: 500 }, walls: ["bwrap"], isolation: "run" });
    const { grant, refusals } = evaluatePolicies({ common: DEFAULT_POLICY, own: careful }, question);
    expect(refusals).to.deep.equal([]);
    expect(grant).to.deep.include({ isolation: "run", walls: ["bwrap", "process"] });
    expect(grant.limits.wallMs).to.equal(500);
  });

  it("refuses what it would cut, instead of giving another result than the others", () => {
    const careful = own({ limits: { outputBytes: 100 }, rules: [] });
    expect(evaluatePolicies({ common: DEFAULT_POLICY, own: careful }, question).refusals).to.deep.equal([
      { rule: "careful/default-deny", words: "No rule allows log here." },
      {
        rule: "operator",
        words:
          "The operator's policy \"careful\" allows outputBytes 100 where the common one allows 4096: results could differ, so it isn't run here.",
      },
    ]);
  });
});
