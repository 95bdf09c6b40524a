import { BindingMode, CertificationStatus, TaskKind } from "@nexus/protocol";
import { expect } from "chai";
import { ethers, networkHelpers } from "../fixtures/connect.ts";
import {
  answer,
  type Chain,
  deployConsensus,
  digest,
  finding,
  publish,
  RULES,
  requestRun,
  signedEvent,
  TERMS,
} from "../fixtures/consensus.ts";
import { ACCESS } from "../fixtures/licences.ts";

const load = () => networkHelpers.loadFixture(deployConsensus);

/** The id of a task, derived again. */
async function taskIdOf(chain: Chain, kind: TaskKind, requester: string, eventId: string, attempt: number) {
  const { chainId } = await ethers.provider.getNetwork();
  return ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(
      ["uint256", "address", "uint8", "address", "bytes32", "bytes32", "uint256"],
      [
        chainId,
        await chain.consensus.getAddress(),
        TaskKind.indexOf(kind),
        requester,
        chain.versionId,
        eventId,
        attempt,
      ],
    ),
  );
}

describe("ResultConsensus, requests", () => {
  describe("requestRun", () => {
    it("records the event, takes the reward and opens the task", async () => {
      const chain = await load();
      const { consensus, clauses, requester, token, versionId } = chain;
      const { event, signature } = await signedEvent(chain, "rain");
      const eventId = await clauses.eventIdOf(event);
      const taskId = await taskIdOf(chain, "Execution", requester.address, eventId, 0);
      const request = consensus.connect(requester).requestRun(event, signature, versionId, TERMS);
      await expect(request).to.changeTokenBalances(ethers, token, [requester, consensus], [-31n, 31n]);
      const createdAt = await networkHelpers.time.latest();
      await expect(request)
        .to.emit(consensus, "TaskCreated")
        .withArgs(
          ...[taskId, versionId, eventId, TaskKind.indexOf("Execution"), event.clauseId, event.inputDigest],
          ...[requester.address, [TERMS.quorum, TERMS.panel, TERMS.reward, TERMS.gasCompensation]],
          createdAt + RULES.commitWindow,
          createdAt + RULES.commitWindow + RULES.revealWindow,
        );
      await expect(request).to.emit(clauses, "ClauseTriggered");
    });

    it("refuses a replayed event, also while its result stands", async () => {
      const chain = await load();
      const given = await signedEvent(chain, "rain");
      const taskId = await requestRun(chain, given);
      const replay = () =>
        expect(requestRun(chain, given))
          .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusTaskExists")
          .withArgs(taskId);
      await replay();
      await answer(chain, taskId, [finding("a"), finding("a"), finding("a")]);
      await chain.consensus.settle(taskId);
      await replay();
    });

    it("lets another requester ask for the same event, so that nobody can take a place", async () => {
      const chain = await load();
      const given = await signedEvent(chain, "rain");
      const { consensus, stranger, versionId } = chain;
      const free = { quorum: 1, panel: 1, reward: 0, gasCompensation: 0 };
      await consensus.connect(stranger).requestRun(given.event, given.signature, versionId, free);
      const { requester } = await consensus.task(await requestRun(chain, given));
      expect(requester).to.equal(chain.requester.address);
    });

    it("opens a task that failed again, under a new id", async () => {
      const chain = await load();
      const given = await signedEvent(chain, "rain");
      const first = await requestRun(chain, given);
      await answer(chain, first, [finding("a"), finding("b"), finding("c")]);
      await chain.consensus.settle(first);
      const second = await requestRun(chain, given);
      const eventId = await chain.clauses.eventIdOf(given.event);
      expect(second).to.equal(await taskIdOf(chain, "Execution", chain.requester.address, eventId, 1));
      await answer(chain, second, [finding("a"), finding("a")]);
      await expect(chain.consensus.settle(second)).to.emit(chain.consensus, "TaskSettled");
    });

    it("refuses terms without a strict majority of 1 to 16 executors", async () => {
      const chain = await load();
      const given = await signedEvent(chain, "rain");
      for (const [quorum, panel] of [
        [0, 0],
        [1, 2],
        [2, 4],
        [4, 3],
        [9, 17],
        [0, 1],
      ] as const) {
        await expect(requestRun(chain, given, { ...TERMS, quorum, panel }))
          .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusInvalidTerms")
          .withArgs(quorum, panel);
      }
      for (const [quorum, panel] of [
        [1, 1],
        [3, 4],
        [9, 16],
      ] as const) {
        const event = await signedEvent(chain, `${quorum} of ${panel}`);
        const task = await chain.consensus.task(await requestRun(chain, event, { ...TERMS, quorum, panel }));
        expect([task.quorum, task.panel]).to.deep.equal([BigInt(quorum), BigInt(panel)]);
      }
    });

    it("refuses a version that isn't certified by the attester", async () => {
      const chain = await load();
      await chain.certifications.connect(chain.attester).revoke(chain.versionId, false, "superseded");
      await expect(requestRun(chain))
        .to.be.revertedWithCustomError(chain.certifications, "CertificationRegistryNotValid")
        .withArgs(chain.versionId, chain.attester.address, CertificationStatus.indexOf("Revoked"));
      await chain.consensus.setAttester(chain.stranger);
      await expect(requestRun(chain))
        .to.be.revertedWithCustomError(chain.certifications, "CertificationRegistryNotValid")
        .withArgs(chain.versionId, chain.stranger.address, CertificationStatus.indexOf("None"));
    });

    it("refuses a version that the clause doesn't bind as executable", async () => {
      const chain = await load();
      for (const mode of ["Advisory", "None"] as const) {
        await chain.clauses.bindVersion(chain.clauseId, chain.versionId, BindingMode.indexOf(mode));
        await expect(requestRun(chain))
          .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusNotBound")
          .withArgs(chain.clauseId, chain.versionId);
      }
    });

    it("refuses a yanked version", async () => {
      const chain = await load();
      const { plugins, publisher, versionId } = chain;
      const pluginId = await plugins.pluginIdOf("rainfall");
      await plugins.connect(publisher).yank(pluginId, 1n << 64n, "wrong units");
      await expect(requestRun(chain))
        .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusVersionYanked")
        .withArgs(versionId);
    });

    for (const licence of ["Academic", "Commercial"] as const) {
      it(`runs a version with a licence of tier ${licence} for its publisher, and others once granted`, async () => {
        const chain = await load();
        const versionId = await publish(chain, licence);
        await expect(requestRun({ ...chain, versionId }))
          .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusNotLicensed")
          .withArgs(versionId, chain.requester.address);
        const own = { ...chain, versionId, requester: chain.publisher };
        const given = await signedEvent(chain, "rain");
        const task = await chain.consensus.task(await requestRun(own, given, { ...TERMS, reward: 0n }));
        expect(task.versionId).to.equal(versionId);
        const { licences, publisher, requester } = chain;
        const until = (await networkHelpers.time.latest()) + 1_000;
        await licences.connect(publisher).grant(versionId, requester, ACCESS.install, until);
        await expect(requestRun({ ...chain, versionId }))
          .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusNotLicensed")
          .withArgs(versionId, requester.address);
        await licences.connect(publisher).grant(versionId, requester, ACCESS.execute, until);
        await requestRun({ ...chain, versionId });
      });
    }

    it("refuses an event whose source isn't authorised", async () => {
      const chain = await load();
      await chain.clauses.setEventSource(chain.clauseId, chain.source, false);
      await expect(requestRun(chain)).to.be.revertedWithCustomError(
        chain.clauses,
        "ClauseRegistrySourceNotAuthorized",
      );
    });
  });

  describe("openAudit", () => {
    const terms = { quorum: 2, panel: 3, reward: 0, gasCompensation: 0 };

    it("opens a task in the caller's name, whoever opened another before", async () => {
      const chain = await load();
      const { consensus, stranger, dao, versionId } = chain;
      for (const caller of [stranger, dao]) {
        const round = ethers.toBeHex(7, 32);
        const taskId = await taskIdOf(chain, "Audit", caller.address, round, 0);
        await consensus.connect(caller).openAudit(versionId, 7, terms);
        expect((await consensus.task(taskId)).requester).to.equal(caller.address);
        await expect(consensus.connect(caller).openAudit(versionId, 7, terms))
          .to.be.revertedWithCustomError(consensus, "ResultConsensusTaskExists")
          .withArgs(taskId);
      }
    });

    it("refuses an unknown version", async () => {
      const chain = await load();
      await expect(chain.consensus.openAudit(digest("unknown"), 0, terms))
        .to.be.revertedWithCustomError(chain.plugins, "PluginRegistryUnknownVersion")
        .withArgs(digest("unknown"));
    });
  });

  describe("settings", () => {
    it("refuses windows of nothing or as long as the unbonding period, and slashes above the minimum stake", async () => {
      const chain = await load();
      const most = await chain.registry.minimumStake();
      for (const [field, change, value] of [
        ["commitWindow", { commitWindow: 0 }, 0],
        ["revealWindow", { revealWindow: 0 }, 0],
        ["challengeWindow", { challengeWindow: 0 }, 0],
        ["windows", { commitWindow: 120 }, 300],
        ["wrongResultSlash", { wrongResultSlash: most + 1n }, most + 1n],
        ["missedRevealSlash", { missedRevealSlash: most + 1n }, most + 1n],
      ] as const) {
        await expect(chain.consensus.setRules({ ...RULES, ...change }))
          .to.be.revertedWithCustomError(chain.consensus, "ResultConsensusInvalidRules")
          .withArgs(field, value);
      }
    });

    it("sets the rules and the attester, with the old and the new values", async () => {
      const chain = await load();
      const { consensus, attester, stranger } = chain;
      const next = { ...RULES, commitWindow: 119 };
      await expect(consensus.setRules(next))
        .to.emit(consensus, "ConsensusRulesSet")
        .withArgs(Object.values(RULES), Object.values(next));
      await expect(consensus.setAttester(stranger))
        .to.emit(consensus, "AttesterSet")
        .withArgs(attester.address, stranger.address);
      expect((await consensus.rules()).commitWindow).to.equal(119n);
    });

    it("refuses everyone but the role's holders", async () => {
      const { consensus, stranger } = await load();
      for (const call of [
        consensus.connect(stranger).setRules(RULES),
        consensus.connect(stranger).setAttester(stranger),
      ]) {
        await expect(call)
          .to.be.revertedWithCustomError(consensus, "AccessManagedUnauthorized")
          .withArgs(stranger.address);
      }
    });
  });
});
