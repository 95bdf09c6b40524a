import { versionUuidOf } from "@nexus/protocol";
import { Account } from "../../chain/account.tsx";
import { explorerLink } from "../../chain/chain.ts";
import { useRuntime } from "../../config/context.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { CopyableHash } from "../../ui/hash.tsx";
import { LICENCE_NAMES } from "../../ui/status.ts";
import { Time } from "../../ui/time.tsx";
import type { PluginDetails, VersionDetails } from "./query.ts";

/** What the chain holds about a version: who signed it and which bytes. */
export function ProvenanceCard({ plugin, version }: { plugin: PluginDetails; version: VersionDetails }) {
  const config = useRuntime();
  const { publisher, publishedAt, publishedTx, manifestDigest, artifactDigest, licence, clause } = version;
  return (
    <Card title="On chain">
      <Facts
        items={[
          ["Signed by", <Account key="publisher" address={publisher.id} />],
          ["Name owned by", <Account key="owner" address={plugin.owner.id} />],
          ["Published", <Time key="published" at={publishedAt} />],
          [
            "Transaction",
            <CopyableHash
              key="tx"
              value={publishedTx}
              label="transaction hash"
              href={explorerLink(config, "tx", publishedTx)}
            />,
          ],
          ["Licence", LICENCE_NAMES[licence]],
          [
            "Clause",
            clause ? <CopyableHash key="clause" value={clause.uuid} label="clause UUID" /> : "not registered",
          ],
          [
            "Version UUID",
            <CopyableHash key="uuid" value={versionUuidOf(version.id)} label="version UUID" />,
          ],
          ["Manifest", <CopyableHash key="manifest" value={manifestDigest} label="manifest digest" />],
          ["Component", <CopyableHash key="artifact" value={artifactDigest} label="component digest" />],
        ]}
      />
    </Card>
  );
}
