import { expect } from "chai";
import { allow, deployManager } from "../fixtures/access.ts";
import { ethers, namedSigners, networkHelpers, type Signer } from "../fixtures/connect.ts";
import { DOMAIN, digestOf } from "../fixtures/release.ts";

const STEWARD_ROLE = 1n;
const TYPE = { threshold: 0n, process: 1n } as const;
const MODE = { none: 0n, advisory: 1n, executable: 2n } as const;
const UUID = "0x2ce329256c55532c97b7f2eb3c9200c0";
const DIGEST = digestOf("clause text");
const VERSION_ID = ethers.id("version");
const EVENT_TYPES = {
  ClauseEvent: [
    { name: "clauseId", type: "bytes32" },
    { name: "inputDigest", type: "bytes32" },
    { name: "occurredAt", type: "uint48" },
    { name: "sourceEventId", type: "bytes32" },
    { name: "source", type: "address" },
    { name: "deadline", type: "uint48" },
  ],
};

async function deploy() {
  const accounts = await namedSigners("admin", "steward", "source", "stranger", "relayer");
  const manager = await deployManager(accounts.admin);
  const registry = await ethers.deployContract("ClauseRegistry", [manager]);
  await allow(manager, accounts.steward, STEWARD_ROLE, registry, [
    "registerClause",
    "bindVersion",
    "setEventSource",
  ]);
  const clauseId = ethers.keccak256(
    ethers.AbiCoder.defaultAbiCoder().encode(["bytes16", "bytes32"], [UUID, DIGEST]),
  );
  return { manager, registry, clauseId, ...accounts };
}

async function withClause() {
  const setup = await deploy();
  await setup.registry.connect(setup.steward).registerClause(UUID, DIGEST, DOMAIN.drr, TYPE.threshold, "KE");
  return setup;
}

async function withSource() {
  const setup = await withClause();
  await setup.registry.connect(setup.steward).setEventSource(setup.clauseId, setup.source, true);
  const now = BigInt(await networkHelpers.time.latest());
  const clauseEvent = {
    clauseId: setup.clauseId,
    inputDigest: digestOf("rainfall 82 mm"),
    occurredAt: now - 60n,
    sourceEventId: ethers.id("reading 1"),
    source: setup.source.address,
    deadline: now + 3600n,
  };
  const eventId = ethers.TypedDataEncoder.hashStruct("ClauseEvent", EVENT_TYPES, clauseEvent);
  const sign = async (signer: Signer, event = clauseEvent) => {
    const { chainId } = await ethers.provider.getNetwork();
    const verifyingContract = await setup.registry.getAddress();
    const domain = { name: "ClauseRegistry", version: "1", chainId, verifyingContract };
    return signer.signTypedData(domain, EVENT_TYPES, event);
  };
  return { ...setup, clauseEvent, eventId, sign };
}

describe("ClauseRegistry", () => {
  describe("registerClause", () => {
    it("records a clause under the hash of its UUID and digest", async () => {
      const { registry, clauseId, steward } = await networkHelpers.loadFixture(deploy);
      const domains = DOMAIN.drf | DOMAIN.esg;
      await expect(registry.connect(steward).registerClause(UUID, DIGEST, domains, TYPE.process, "KE"))
        .to.emit(registry, "ClauseRegistered")
        .withArgs(clauseId, UUID, DIGEST, domains, TYPE.process, "KE");
      const registeredAt = BigInt(await networkHelpers.time.latest());
      expect(await registry.clause(clauseId)).to.deep.equal([
        UUID,
        TYPE.process,
        domains,
        registeredAt,
        DIGEST,
      ]);
    });

    it("refuses the same clause twice", async () => {
      const { registry, clauseId, steward } = await networkHelpers.loadFixture(withClause);
      await expect(registry.connect(steward).registerClause(UUID, DIGEST, DOMAIN.esg, TYPE.process, "UG"))
        .to.be.revertedWithCustomError(registry, "ClauseRegistryClauseExists")
        .withArgs(clauseId);
    });

    it("refuses bits that aren't domains", async () => {
      const { registry, steward } = await networkHelpers.loadFixture(deploy);
      for (const domains of [1n, 2n, 64n, 0x8004n]) {
        await expect(registry.connect(steward).registerClause(UUID, DIGEST, domains, TYPE.process, "KE"))
          .to.be.revertedWithCustomError(registry, "ClauseRegistryInvalidDomains")
          .withArgs(domains);
      }
    });
  });

  describe("the steward's functions", () => {
    it("are closed to anyone else", async () => {
      const { registry, clauseId, stranger } = await networkHelpers.loadFixture(withClause);
      const asStranger = registry.connect(stranger);
      for (const call of [
        () => asStranger.registerClause(UUID, ethers.id("other"), 0n, TYPE.process, "KE"),
        () => asStranger.bindVersion(clauseId, VERSION_ID, MODE.executable),
        () => asStranger.setEventSource(clauseId, stranger, true),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
          .withArgs(stranger);
      }
    });

    it("don't know a clause that isn't registered", async () => {
      const { registry, clauseId, steward, source } = await networkHelpers.loadFixture(deploy);
      for (const call of [
        () => registry.connect(steward).bindVersion(clauseId, VERSION_ID, MODE.executable),
        () => registry.connect(steward).setEventSource(clauseId, source, true),
        () => registry.clause(clauseId),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(registry, "ClauseRegistryUnknownClause")
          .withArgs(clauseId);
      }
    });
  });

  describe("bindVersion", () => {
    it("writes the index, with the former mode in the log", async () => {
      const { registry, clauseId, steward } = await networkHelpers.loadFixture(withClause);
      expect(await registry.bindingOf(clauseId, VERSION_ID)).to.equal(MODE.none);
      let previous: bigint = MODE.none;
      for (const mode of [MODE.advisory, MODE.executable, MODE.none]) {
        await expect(registry.connect(steward).bindVersion(clauseId, VERSION_ID, mode))
          .to.emit(registry, "VersionBound")
          .withArgs(clauseId, VERSION_ID, previous, mode);
        expect(await registry.bindingOf(clauseId, VERSION_ID)).to.equal(mode);
        previous = mode;
      }
    });
  });

  describe("setEventSource", () => {
    it("authorises and removes a source", async () => {
      const { registry, clauseId, steward, source } = await networkHelpers.loadFixture(withClause);
      for (const authorized of [true, false]) {
        await expect(registry.connect(steward).setEventSource(clauseId, source, authorized))
          .to.emit(registry, "EventSourceSet")
          .withArgs(clauseId, source, authorized);
        expect(await registry.isEventSource(clauseId, source)).to.equal(authorized);
      }
    });
  });

  describe("trigger", () => {
    it("records a signed event that anyone relays", async () => {
      const { registry, clauseId, clauseEvent, eventId, source, relayer, sign } =
        await networkHelpers.loadFixture(withSource);
      expect(await registry.eventIdOf(clauseEvent)).to.equal(eventId);
      expect(await registry.recordedAt(eventId)).to.equal(0n);
      const { inputDigest, occurredAt, sourceEventId } = clauseEvent;
      await expect(registry.connect(relayer).trigger(clauseEvent, await sign(source)))
        .to.emit(registry, "ClauseTriggered")
        .withArgs(eventId, clauseId, source, inputDigest, occurredAt, sourceEventId);
      expect(await registry.recordedAt(eventId)).to.equal(BigInt(await networkHelpers.time.latest()));
    });

    it("returns a recorded event without a second log, whatever became of its source", async () => {
      const { registry, clauseId, clauseEvent, eventId, source, steward, sign } =
        await networkHelpers.loadFixture(withSource);
      await registry.trigger(clauseEvent, await sign(source));
      const recordedAt = await registry.recordedAt(eventId);
      await registry.connect(steward).setEventSource(clauseId, source, false);
      await networkHelpers.time.increaseTo(clauseEvent.deadline + 1n);
      expect(await registry.trigger.staticCall(clauseEvent, "0x")).to.equal(eventId);
      await expect(registry.trigger(clauseEvent, "0x")).not.to.emit(registry, "ClauseTriggered");
      expect(await registry.recordedAt(eventId)).to.equal(recordedAt);
    });

    it("keeps equal readings apart by the source's own id", async () => {
      const { registry, clauseEvent, source, sign } = await networkHelpers.loadFixture(withSource);
      await registry.trigger(clauseEvent, await sign(source));
      const second = { ...clauseEvent, sourceEventId: ethers.id("reading 2") };
      await expect(registry.trigger(second, await sign(source, second))).to.emit(registry, "ClauseTriggered");
    });

    it("refuses another signer", async () => {
      const { registry, clauseEvent, source, stranger, sign } = await networkHelpers.loadFixture(withSource);
      await expect(registry.trigger(clauseEvent, await sign(stranger)))
        .to.be.revertedWithCustomError(registry, "ClauseRegistryInvalidSignature")
        .withArgs(source);
    });

    it("refuses a source that isn't authorised for the clause", async () => {
      const { registry, clauseId, clauseEvent, stranger, sign } =
        await networkHelpers.loadFixture(withSource);
      const event = { ...clauseEvent, source: stranger.address };
      await expect(registry.trigger(event, await sign(stranger, event)))
        .to.be.revertedWithCustomError(registry, "ClauseRegistrySourceNotAuthorized")
        .withArgs(clauseId, stranger);
    });

    it("refuses a clause that isn't registered", async () => {
      const { registry, clauseEvent, source, sign } = await networkHelpers.loadFixture(withSource);
      const event = { ...clauseEvent, clauseId: ethers.id("unknown") };
      await expect(registry.trigger(event, await sign(source, event)))
        .to.be.revertedWithCustomError(registry, "ClauseRegistryUnknownClause")
        .withArgs(event.clauseId);
    });

    it("refuses an expired signature, and takes it in its last second", async () => {
      const { registry, clauseEvent, source, sign } = await networkHelpers.loadFixture(withSource);
      const signature = await sign(source);
      await networkHelpers.time.setNextBlockTimestamp(clauseEvent.deadline + 1n);
      await expect(registry.trigger(clauseEvent, signature))
        .to.be.revertedWithCustomError(registry, "ClauseRegistryExpiredSignature")
        .withArgs(clauseEvent.deadline);
      const event = { ...clauseEvent, deadline: clauseEvent.deadline + 100n };
      const extended = await sign(source, event);
      await networkHelpers.time.setNextBlockTimestamp(event.deadline);
      await expect(registry.trigger(event, extended)).to.emit(registry, "ClauseTriggered");
    });

    it("refuses an event from the future", async () => {
      const { registry, clauseEvent, source, sign } = await networkHelpers.loadFixture(withSource);
      const event = { ...clauseEvent, occurredAt: clauseEvent.deadline - 1n };
      await expect(registry.trigger(event, await sign(source, event)))
        .to.be.revertedWithCustomError(registry, "ClauseRegistryEventInFuture")
        .withArgs(event.occurredAt);
    });

    it("accepts the signature of a source's ERC-1271 wallet", async () => {
      const { registry, clauseId, clauseEvent, steward, source, stranger, sign } =
        await networkHelpers.loadFixture(withSource);
      const wallet = await ethers.deployContract("SignerWallet", [source]);
      await registry.connect(steward).setEventSource(clauseId, wallet, true);
      const event = { ...clauseEvent, source: await wallet.getAddress() };
      await expect(registry.trigger(event, await sign(stranger, event)))
        .to.be.revertedWithCustomError(registry, "ClauseRegistryInvalidSignature")
        .withArgs(wallet);
      await expect(registry.trigger(event, await sign(source, event))).to.emit(registry, "ClauseTriggered");
    });
  });

  describe("trigger with an event changed after signing", () => {
    it("refuses every change, field by field", async () => {
      const { registry, clauseEvent, clauseId, steward, source, stranger, sign } =
        await networkHelpers.loadFixture(withSource);
      await registry.connect(steward).registerClause(UUID, ethers.id("other"), 0n, TYPE.process, "KE");
      const otherClause = ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(["bytes16", "bytes32"], [UUID, ethers.id("other")]),
      );
      await registry.connect(steward).setEventSource(otherClause, source, true);
      await registry.connect(steward).setEventSource(clauseId, stranger, true);
      const changes: typeof clauseEvent = {
        clauseId: otherClause,
        inputDigest: digestOf("rainfall 12 mm"),
        occurredAt: clauseEvent.occurredAt - 1n,
        sourceEventId: ethers.id("reading 2"),
        source: stranger.address,
        deadline: clauseEvent.deadline + 1n,
      };
      const signature = await sign(source);
      for (const field of Object.keys(clauseEvent) as (keyof typeof clauseEvent)[]) {
        const changed = { ...clauseEvent, [field]: changes[field] };
        await expect(registry.trigger(changed, signature), field)
          .to.be.revertedWithCustomError(registry, "ClauseRegistryInvalidSignature")
          .withArgs(changed.source);
      }
    });
  });
});
