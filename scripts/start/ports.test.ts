import { createServer } from "node:net";
import { expect } from "chai";
import { StackError } from "./errors.ts";
import { fixedPorts, freePorts } from "./ports.ts";

describe("ports of the local stack", () => {
  it("names a taken port, what it is for, and the way out", async () => {
    const { chain, gateway, postgres, page, executors, indexer } = await freePorts();
    const squatter = createServer().listen(chain, "127.0.0.1");
    const env = {
      NEXUS_PORT_CHAIN: String(chain),
      NEXUS_PORT_GATEWAY: String(gateway),
      NEXUS_PORT_POSTGRES: String(postgres),
      NEXUS_PORT_PAGE: String(page),
      NEXUS_PORT_INDEXER: String(indexer.http),
      NEXUS_PORT_EXECUTORS: String(executors[0]),
    };
    try {
      const fault = await fixedPorts(env).catch((error: unknown) => error);
      expect(fault).to.be.instanceOf(StackError);
      expect((fault as StackError).message).to.equal(
        `Port ${chain} (chain) is taken by another process. Stop it, or choose another with NEXUS_PORT_CHAIN=<port>.`,
      );
    } finally {
      squatter.close();
    }
  });

  it("refuses a port that isn't a number", async () => {
    const fault = await fixedPorts({ NEXUS_PORT_GATEWAY: "http" }).catch((error: unknown) => error);
    expect((fault as StackError).message).to.equal(
      'NEXUS_PORT_GATEWAY is "http", which is no TCP port. Give a number from 1 to 65535.',
    );
  });

  it("finds distinct free ports", async () => {
    const { chain, gateway, postgres, page, executors, indexer } = await freePorts();
    const all = [chain, gateway, postgres, page, ...executors, ...Object.values(indexer)];
    expect(new Set(all).size).to.equal(11);
  });
});
