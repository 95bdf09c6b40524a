import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect } from "chai";
import { addGauges, createMetrics } from "../../src/telemetry/metrics.ts";

const FOLDER = resolve(import.meta.dirname, "../../../deploy/observability");

const metricsOf = async (file: string): Promise<readonly string[]> => {
  const text = await readFile(resolve(FOLDER, file), "utf8");
  const names = text.match(/nexus_executor_[a-z_]+/g) ?? [];
  return [...new Set(names)].map((name) => name.replace(/_(bucket|count|sum)$/, "")).sort();
};

const known = async (): Promise<readonly string[]> => {
  const metrics = createMetrics();
  const unasked = async () => expect.fail("it was read");
  addGauges(metrics, {
    store: unasked,
    head: unasked,
    checks: unasked,
    loops: () => ({}),
    sandbox: () => ({ children: 0, waiting: 0 }),
  });
  return metrics.registry.getMetricsAsArray().map(({ name }) => name);
};

describe("dashboard and alert rules", () => {
  for (const file of ["executor.dashboard.json", "executor.alerts.yaml"]) {
    it(`${file} asks for nothing but metrics that the executor has`, async () => {
      const asked = await metricsOf(file);
      expect(asked.length).to.be.above(5);
      expect(await known()).to.include.members([...asked]);
    });
  }

  it("together show every metric of the executor's own", async () => {
    const shown = [
      ...(await metricsOf("executor.dashboard.json")),
      ...(await metricsOf("executor.alerts.yaml")),
    ];
    const own = (await known()).filter((name) => !/_(process|nodejs)_|_sources$/.test(name));
    expect(own.filter((name) => !shown.includes(name))).to.deep.equal([]);
  });

  it("the dashboard gives every panel a title, a place and a query", async () => {
    const dashboard = JSON.parse(await readFile(resolve(FOLDER, "executor.dashboard.json"), "utf8"));
    for (const panel of dashboard.panels) {
      expect(panel.title).to.be.a("string").with.length.above(2);
      expect(panel.targets[0].expr).to.be.a("string").with.length.above(10);
      expect(panel.gridPos.x + panel.gridPos.w).to.be.at.most(24);
    }
  });
});
