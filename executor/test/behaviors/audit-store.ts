import { expect } from "chai";
import type pg from "pg";
import { postgresAudits, pruneAudits } from "../../src/store/audits.ts";
import { postgresCursor } from "../../src/store/cursor.ts";
import { postgresRuns } from "../../src/store/runs.ts";
import { hashOf, taskIn } from "../doubles/chain.ts";

const VERSION = hashOf("version");
const BLOCK = { number: 5n, hash: hashOf("block"), parentHash: hashOf("parent"), timestamp: 0 };

/** What is certified, asked for and judged, as the store keeps it. */
export function shouldKeepAudits(openPool: () => Promise<pg.Pool>): void {
  const withAudits = async (work: (pool: pg.Pool) => Promise<void>) => work(await openPool());

  it("learns with the watcher what is certified, and keeps when it is due", () =>
    withAudits(async (pool) => {
      const audits = postgresAudits(pool);
      const certified = { type: "certified", versionId: VERSION } as const;
      const events = [certified, certified];
      await postgresCursor(pool, { keeper: false }).apply({ after: null, cursor: BLOCK, events });
      expect(await audits.due(9)).to.deep.equal([VERSION]);
      await audits.later(VERSION, 60_000);
      expect(await audits.due(9)).to.deep.equal([]);
      await audits.later(VERSION, 0);
      await audits.done(VERSION);
      expect(await audits.due(9)).to.deep.equal([]);
    }));

  it("gives no more audits in a day than there may be, to however many ask at once", () =>
    withAudits(async (pool) => {
      const audits = postgresAudits(pool);
      const ask = (name: string, period = 1n) => audits.reserve(hashOf(name), period, 3);
      const granted = await Promise.all(Array.from({ length: 8 }, (_, i) => ask(`version ${i}`)));
      expect(granted.filter(Boolean)).to.have.length(3);
      const taken = granted.indexOf(true);
      expect(await ask(`version ${taken}`)).to.equal(true);
      expect(await ask(`version ${taken}`, 2n)).to.equal(false);
      await pool.query("update executor.audits_asked set at = now() - interval '25 hours'");
      expect(await ask(`version ${taken}`, 2n)).to.equal(true);
    }));

  it("finds the newest audit, and those that are over and weren't judged", () =>
    withAudits(async (pool) => {
      const audits = postgresAudits(pool);
      const runs = postgresRuns(pool);
      const names = ["settled", "missed", "refused", "pending", "failed"] as const;
      const tasks = names.map((name) => taskIn(BLOCK, name, { kind: "Audit" }));
      const run = taskIn(BLOCK, "a run");
      const events = [...tasks, run].map((task) => ({ type: "task-created", task }) as const);
      await postgresCursor(pool, { keeper: false }).apply({ after: null, cursor: BLOCK, events });
      for (const [i, phase] of names.entries()) {
        const [claimed] = await runs.claim(tasks[i]?.taskId ?? "0x");
        if (claimed !== undefined) await runs.change(claimed, { phase });
      }
      const over = (await audits.unjudged(9)).map(({ taskId }) => taskId);
      expect(over).to.deep.equal([hashOf("settled"), hashOf("missed")]);
      await audits.judged(hashOf("settled"), "sound");
      await audits.judged(hashOf("settled"), "failed");
      expect(await audits.unjudged(9)).to.deep.equal([
        {
          taskId: hashOf("missed"),
          versionId: VERSION,
          requester: run.requester,
          resultDigest: null,
          receiptDigest: null,
        },
      ]);
      expect(await audits.newest(VERSION)).to.equal(hashOf("failed"));
      await pool.query("update executor.runs set phase = 'refused'");
      expect(await audits.newest(VERSION)).to.equal(null);
      await pool.query("update executor.audits_judged set at = now() - interval '500 days'");
      await pruneAudits(pool);
      const { rows } = await pool.query("select verdict from executor.audits_judged");
      expect(rows).to.deep.equal([]);
    }));

  it("gives others their turn while an audit is put off, and after that", () =>
    withAudits(async (pool) => {
      const audits = postgresAudits(pool);
      const tasks = ["one", "two", "three"].map((name) => taskIn(BLOCK, name, { kind: "Audit" }));
      const events = tasks.map((task) => ({ type: "task-created", task }) as const);
      await postgresCursor(pool, { keeper: false }).apply({ after: null, cursor: BLOCK, events });
      await pool.query("update executor.runs set phase = 'settled'");
      const next = async (limit: number) => (await audits.unjudged(limit)).map(({ taskId }) => taskId);
      await audits.putOff(hashOf("one"), 0);
      await audits.putOff(hashOf("one"), 60_000);
      await audits.putOff(hashOf("two"), 0);
      expect(await next(9)).to.deep.equal([hashOf("three"), hashOf("two")]);
      await audits.putOff(hashOf("one"), 0);
      expect(await next(9)).to.deep.equal([hashOf("three"), hashOf("two"), hashOf("one")]);
      await pool.query("update executor.audits_put_off set at = now() - interval '500 days'");
      await pruneAudits(pool);
      expect((await pool.query("select from executor.audits_put_off")).rowCount).to.equal(0);
    }));
}
